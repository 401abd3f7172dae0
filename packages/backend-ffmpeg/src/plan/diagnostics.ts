import { defineDiagnostics, missingPart } from '@vodflow/core'

/** What the ffmpeg at hand cannot do with this source, known before it is started; what it can do with none is `buildDiagnostics`. */
export const ffmpegDiagnostics = defineDiagnostics('ffmpeg', {
  'missing-decoder': { severity: 'error', message: missingPart('decoder') },
  'missing-image': {
    severity: 'error',
    message: (p: { task: string; definition: number }) => `the picture of watermark ${p.definition} of '${p.task}' is not at hand`,
  },
})
