import { defineDiagnostics } from '@vodflow/core'

interface Missing { readonly what: string; readonly build: string; readonly has: readonly string[]; readonly task: string }

const present = (has: readonly string[]): string => (has.length > 0 ? `it has ${has.map((name) => `'${name}'`).join(', ')}` : 'it has nothing in its place')
const missing = (part: string) => (p: Missing): string =>
  `'${p.task}' needs the ${part} '${p.what}', which the ffmpeg at hand (${p.build}) lacks; ${present(p.has)}`

/** What the ffmpeg at hand cannot do, known before it is started. */
export const ffmpegDiagnostics = defineDiagnostics('ffmpeg', {
  'missing-encoder': { severity: 'error', message: missing('encoder') },
  'missing-decoder': { severity: 'error', message: missing('decoder') },
  'missing-filter': { severity: 'error', message: missing('filter') },
  'missing-muxer': { severity: 'error', message: missing('muxer') },
  'hevc-in-flv': {
    severity: 'error',
    message: (p: { task: string; build: string }) =>
      `'${p.task}' asks for H.265 in FLV, which the ffmpeg at hand (${p.build}) cannot write; use H.264, or container 'mp4' or 'hls'`,
  },
  'missing-image': {
    severity: 'error',
    message: (p: { task: string; definition: number }) => `the picture of watermark ${p.definition} of '${p.task}' is not at hand`,
  },
})
