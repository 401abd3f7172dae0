import { defineDiagnostics } from '@vodflow/core'

/** Rules of meaning: what can be read and cannot be meant. */
export const checkDiagnostics = defineDiagnostics('check', {
  'needs-facts': {
    severity: 'error',
    message: (p: { definition: number; bitrateKbps: number }) =>
      `disableHigherBitrate compares the ${p.bitrateKbps} kbps of template ${p.definition} with the source, which is not known; give its bit rate with --assume bitrate=…`,
  },
  'all-templates-dropped': {
    severity: 'warning',
    message: (p: { sourceKbps: number; definitions: readonly number[] }) =>
      `disableHigherBitrate drops every template of this transcode (${p.definitions.join(', ')}): the source has ${p.sourceKbps} kbps`,
  },
  'bad-override': {
    severity: 'error',
    message: (p: { definition: number; text: string }) => `the override does not suit transcode template ${p.definition}: ${p.text}`,
  },
  'duplicate-action': {
    severity: 'warning',
    message: (p: { task: string }) => `'${p.task}' is asked for twice with the same result; it is made once`,
  },
  'duplicate-definition': {
    severity: 'warning',
    message: (p: { definition: number }) => `the template ${p.definition} stands twice in one list; one output is made of it`,
  },
  'too-many-actions': {
    severity: 'error',
    message: (p: { found: number; limit: number; what: string }) => `${p.found} ${p.what}, and at most ${p.limit} are allowed`,
  },
  'several-reviews': {
    severity: 'error',
    message: (p: { first: number; other: number }) => `a procedure has one review; this one asks for the templates ${p.first} and ${p.other}`,
  },
  'watermark-without-transcode': {
    severity: 'warning',
    message: (p: { watermark: number }) => `the watermark ${p.watermark} is drawn while transcoding, and nothing is transcoded here`,
  },
  'watermark-outside': {
    severity: 'warning',
    message: (p: { watermark: number; definition: number; edge: 'right' | 'bottom'; reaches: number; frame: number; isWhole: boolean }) =>
      `watermark ${p.watermark} reaches to pixel ${p.reaches}, beyond the ${p.edge} edge at ${p.frame} of what transcode template ${p.definition} makes; ${p.isWhole ? 'nothing of it is seen' : 'the rest of it is cut off'}`,
  },
  'source-lacks-stream': {
    severity: 'warning',
    message: (p: { stream: 'video' | 'audio'; task: string; definition: number }) =>
      `'${p.task}.${p.definition}' is made of ${p.stream}, and the source has none`,
  },
  'too-many-pictures': {
    severity: 'warning',
    message: (p: { kind: string; definition: number; count: number; interval: number; durationSeconds: number; limit: number }) =>
      `${p.kind} template ${p.definition} makes ${p.count} pictures, one every ${p.interval} s of ${p.durationSeconds} s; more than ${p.limit} are hardly meant`,
  },
  'impossible-frame': {
    severity: 'warning',
    message: (p: { definition: number; width: number; height: number; limit: number; isTooSmall: boolean }) =>
      `transcode template ${p.definition} gives a frame of ${p.width}×${p.height} of this source; a side has at ${p.isTooSmall ? `least ${p.limit} pixels in H.265` : `most ${p.limit} pixels`}`,
  },
  'odd-size': {
    severity: 'warning',
    message: (p: { side: 'width' | 'height'; found: number; made: number }) =>
      `'video.${p.side}' is ${p.found}, and video in 4:2:0 has even sides; ${p.made} is made`,
  },
  'verify-needs-video': {
    severity: 'error',
    message: (p: { definition: number; output: string }) => `verify compares encoded pictures with the source, and transcode template ${p.definition} ${p.output}`,
  },
  'watermark-needs-video': {
    severity: 'error',
    message: (p: { definition: number; output: string }) => `a watermark cannot be drawn on transcode template ${p.definition}, which ${p.output}`,
  },
  'encryption-needs-hls': {
    severity: 'error',
    message: (p: { definition: number; container: string }) =>
      `only HLS can be encrypted, and transcode template ${p.definition} makes '${p.container}'`,
  },
  'idr-mismatch': {
    severity: 'error',
    message: (p: { first: number; other: number; what: string }) =>
      `idrAlignment needs one frame rate, group length, codec and container for all outputs; templates ${p.first} and ${p.other} differ in ${p.what}`,
  },
  'master-needs-renditions': {
    severity: 'warning',
    message: (p: { found: number }) =>
      `a master playlist needs at least two HLS outputs in its transcode, and there ${p.found === 1 ? 'is one' : 'are none'}; none is made`,
  },
  'bad-time-offset': {
    severity: 'error',
    message: (p: { found: number }) => `the time offset ${p.found} is not allowed; it must be whole milliseconds from 0 to 604800000`,
  },
  'no-time-offset': {
    severity: 'error',
    message: () => 'snapshots at time offsets need at least one offset, in milliseconds',
  },
  'bad-cover-position': {
    severity: 'error',
    message: (p: { found: number; type: string; allowed: string }) => `the cover position ${p.found} is not allowed with '${p.type}'; it must be ${p.allowed}${p.type === 'Percent' ? "; for seconds write 'Time'" : ''}`,
  },
  'bad-animated-range': {
    severity: 'error',
    message: (p: { text: string }) => `the part for the moving picture cannot be: ${p.text}`,
  },
  'bad-sample-interval': {
    severity: 'error',
    message: (p: { found: number; type: string; allowed: string }) => `the sample interval ${p.found} is not allowed with '${p.type}'; it must be ${p.allowed}`,
  },
  'beyond-end': {
    severity: 'warning',
    message: (p: { what: string; atSeconds: number; durationSeconds: number }) =>
      `${p.what} ${p.atSeconds} s is beyond the end of the source, which has ${p.durationSeconds} s`,
  },
  upscaling: {
    severity: 'warning',
    message: (p: { definition: number; text: string }) =>
      `transcode template ${p.definition} makes more than the source has, ${p.text}; negative values never go above the source`,
  },
  'bad-priority': {
    severity: 'error',
    message: (p: { found: number }) => `the priority ${p.found} is not allowed; it must be a whole number from -10 to 10`,
  },
})
