/**
 * Codes about something that stands there, which is as wrong without the faults around it. What tells that something is missing
 * could be our own doing, and so could two actions that are alike.
 */
export const ofWhatIsThere = /^(?:template\/|ffmpeg\/|check\/(?:bad-|duplicate-definition|several-|beyond-|upscaling|odd-size|watermark-needs-|too-many-pictures|source-lacks-|looks-like-|review-never-|review-always-)|json\/(?:condition-|slip-(?:name|case|flag)$|no-definition$|constant-condition$)|json-ref\/(?:wrong-|value-|duplicate-))/u
