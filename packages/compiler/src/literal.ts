import { spanOf, textOf, type Fix, type SourceSpan } from '@vodflow/core'

/** The only place within a span where this number stands by itself: all of the span in JSON and in calls, a part of a line in Lua. */
export function spanOfLiteral(span: SourceSpan, value: number): SourceSpan | undefined {
  const [first, ...others] = [...textOf(span).matchAll(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu)].filter(([text]) => Number(text) === value)
  if (first === undefined || others.length > 0) return undefined
  const start = span.start + first.index
  return spanOf(span.file, start, start + first[0].length)
}

/** Another number in its place; nothing where it is not written there. */
export function replacement(span: SourceSpan, found: number, better: number): readonly Fix[] {
  const literal = spanOfLiteral(span, found)
  return literal ? [{ title: `replace ${found} by ${better}`, edits: [{ span: literal, text: String(better) }] }] : []
}
