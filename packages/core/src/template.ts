/** The resolved parameters of one operation, in the wire's nested names and units (templates.md). */
export interface TemplateBodies {
  readonly transcode: TranscodeTemplate
  readonly animatedGraphics: AnimatedGraphicsTemplate
  /** Time-point snapshots and covers. */
  readonly snapshot: SnapshotTemplate
  readonly sampleSnapshot: SampleSnapshotTemplate
  readonly imageSprite: ImageSpriteTemplate
  readonly watermark: WatermarkTemplate
  readonly drm: DrmTemplate
  readonly review: ReviewTemplate
}

export type TemplateKind = keyof TemplateBodies

export type VideoContainer = 'mp4' | 'hls' | 'flv'
export type AudioContainer = 'm4a' | 'mp3'

export interface TranscodeTemplate {
  readonly container: VideoContainer | AudioContainer
  /** Streams are copied into the container; `video` and `audio` are absent (templates.md §3). */
  readonly remux?: true
  /** Absent: the output has no video. */
  readonly video?: VideoTemplate
  /** Absent: the output has no audio. */
  readonly audio?: AudioTemplate
}

/** Negative fps, bitrate, width, height: never above the source. 0: as the source (templates.md §10). */
export interface VideoTemplate {
  readonly codec: 'libx264' | 'libx265'
  /** Frames a second. */
  readonly fps: number
  /** Pixels; with `resolutionSelfAdapting: 'open'` the long side, else the width. */
  readonly width: number
  /** Pixels; with `resolutionSelfAdapting: 'open'` the short side, else the height. */
  readonly height: number
  /** kbps. */
  readonly bitrate: number
  readonly resolutionSelfAdapting: 'open' | 'close'
  readonly videoProfile: 'baseline' | 'main' | 'high'
  readonly colorSpace: 'yuv420p' | 'yuv420p10le'
  /** Frames between key frames (templates.md §1: 240); `maxGop`, in seconds, wins where it is given. */
  readonly gop: number
  /** Seconds. */
  readonly minGop?: number
  readonly maxGop?: number
  readonly deinterlaced: 0 | 1
  /** 0 one pass, 1 two passes. */
  readonly videoRateControl: 0 | 1
}

/** Negative bitrate, sampleRate: never above the source. 0: as the source. */
export interface AudioTemplate {
  readonly codec: 'libfdk_aac' | 'libmp3lame' | 'mp2'
  /** kbps. */
  readonly bitrate: number
  /** Hz. */
  readonly sampleRate: number
  /** Channels: 1, 2 or 6. */
  readonly soundSystem: 1 | 2 | 6
  readonly audioProfile: 'aac_lc' | 'aac_he' | 'aac_he_v2'
  /** Integrated loudness in LUFS (EBU R 128) that the sound is brought to; absent: it is left as it is. Ours, not the vendor's. */
  readonly loudness?: number
}

export interface AnimatedGraphicsTemplate {
  readonly format: 'gif' | 'webp'
  /** Pixels; 0 = as the source. */
  readonly width: number
  readonly height: number
  readonly fps: number
}

/** `stretch` fills the frame, `black` and `white` pad it, `gauss` pads it with a blurred copy (templates.md §5.4). */
export type FillType = 'stretch' | 'black' | 'white' | 'gauss'

export interface SnapshotTemplate {
  readonly format: 'jpg' | 'png'
  /** Pixels; 0 = as the source, one of them 0 = scaled by the other. */
  readonly width: number
  readonly height: number
  readonly fillType: FillType
}

export interface SampleSnapshotTemplate extends SnapshotTemplate {
  /** `Percent`: a picture every `interval` percent; `Time`: every `interval` seconds. The first is the first frame. */
  readonly sampleType: 'Percent' | 'Time'
  readonly interval: number
}

export interface ImageSpriteTemplate {
  readonly format: 'jpg'
  /** Pixels of one small picture. */
  readonly width: number
  readonly height: number
  readonly rows: number
  readonly columns: number
  /** Seconds. */
  readonly interval: number
  readonly fillType: FillType
}

export interface WatermarkTemplate {
  readonly type: 'image'
  /** `10%` of the video's width, or `100px`. */
  readonly left: string
  /** `10%` of the video's height, or `100px`. */
  readonly top: string
  readonly width: string
  /** `0px` keeps the picture's aspect ratio. */
  readonly height: string
  /** By content, so that a graph holds no path. */
  readonly image: ImageAsset
}

export interface ImageAsset {
  /** Lower-case hex. */
  readonly sha256: string
  readonly format: 'png' | 'jpg'
  /** Pixels. */
  readonly width: number
  readonly height: number
}

export interface DrmTemplate {
  readonly keySource: 'VodBuildInKMS' | 'QCloudKMS' | 'PrivateKMS'
  readonly getKeyUrl: string
}

export interface ReviewTemplate {
  /** Confidence 0–100 from which a segment is for review, and from which it is blocked (templates.md §8). */
  readonly reviewConfidence: number
  readonly blockConfidence: number
  /** Whether a verdict can keep the later stages from running. */
  readonly stops: boolean
}

/** A template of a given kind with the number it is known by; the key is (kind, definition). */
export interface Template<K extends TemplateKind = TemplateKind> {
  readonly kind: K
  readonly definition: number
  readonly name: string
  readonly comment: string
  /** `built-in`, or the file of the project it was read from. */
  readonly from: 'built-in' | { readonly path: string }
  readonly body: TemplateBodies[K]
}

/** All templates of a project, built-in ones included. */
export interface TemplateCatalogue {
  find<K extends TemplateKind>(kind: K, definition: number): Template<K> | undefined
  all(): readonly Template[]
  /** Where the image of a watermark is on this machine, by its digest. */
  readonly images: ReadonlyMap<string, string>
}
