import type { Template, TemplateBodies, TemplateKind } from '@vodflow/core'
import { builtInTranscodes } from './built-in-transcode.ts'

type Rows = { readonly [K in TemplateKind]?: readonly (readonly [number, TemplateBodies[K]])[] }

/** Watermarks and encryption have no preset (templates.md §6, §7). */
const rows: Rows = {
  transcode: builtInTranscodes,
  // templates.md §4
  animatedGraphics: [
    [20000, { format: 'gif', width: 0, height: 0, fps: 2 }],
    [20001, { format: 'webp', width: 0, height: 0, fps: 2 }],
  ],
  // templates.md §5.1 to §5.3
  snapshot: [[10, { format: 'jpg', width: 0, height: 0, fillType: 'stretch' }]],
  sampleSnapshot: [[10, { format: 'jpg', width: 0, height: 0, fillType: 'stretch', sampleType: 'Percent', interval: 10 }]],
  imageSprite: [[10, { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval: 10, fillType: 'black' }]],
  // templates.md §8: the thresholds of 2018-07; whether the procedure goes on, of 2018-02
  review: [
    [10, { reviewConfidence: 50, blockConfidence: 90, stops: true }],
    [20, { reviewConfidence: 50, blockConfidence: 90, stops: false }],
  ],
}

function templatesOf<K extends TemplateKind>(kind: K, ofKind: Rows[K]): readonly Template[] {
  return (ofKind ?? []).map(([definition, body]) => ({ kind, definition, name: '', comment: '', from: 'built-in', body }))
}

export const builtInTemplates: readonly Template[] = [
  ...templatesOf('transcode', rows.transcode),
  ...templatesOf('animatedGraphics', rows.animatedGraphics),
  ...templatesOf('snapshot', rows.snapshot),
  ...templatesOf('sampleSnapshot', rows.sampleSnapshot),
  ...templatesOf('imageSprite', rows.imageSprite),
  ...templatesOf('review', rows.review),
]
