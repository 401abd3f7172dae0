import type { TemplateKind } from '@vodflow/core'

/** A template's number as it stands in a text. */
export interface TemplateUse {
  readonly kind: TemplateKind
  readonly definition: number
  readonly start: number
  readonly end: number
  /** `names`: the file that is the template gives itself this number. */
  readonly role: 'uses' | 'names'
}

export function useAt(uses: readonly TemplateUse[], offset: number): TemplateUse | undefined {
  return uses.find(({ start, end }) => start <= offset && offset <= end)
}

/** Numbers that are no template's but a word: none, the project's defaults, the HLS master playlist. */
export function meaningOf(kind: TemplateKind, definition: number): string | undefined {
  if (definition === 0) return 'none'
  if (definition === 1 && kind === 'transcode') return "the project's default transcode templates"
  if (definition === 1 && kind === 'watermark') return "the project's default watermark template"
  return definition === 10_000 && kind === 'transcode' ? 'the HLS master playlist' : undefined
}
