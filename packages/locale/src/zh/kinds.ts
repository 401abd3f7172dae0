import type { TemplateKind } from '@vodflow/core'

const kinds: Readonly<Record<TemplateKind, string>> = {
  transcode: '转码',
  animatedGraphics: '转动图',
  snapshot: '时间点截图',
  sampleSnapshot: '采样截图',
  imageSprite: '雪碧图',
  watermark: '水印',
  drm: '加密',
  review: '审核',
}

/** `转码模板`. */
export function templateOf(kind: string): string {
  return `${kindName(kind)}模板`
}

/** The users' own word for a kind of template (reference: presets.md); a word that is none stays. */
export function kindName(kind: string): string {
  return Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? kind
}
