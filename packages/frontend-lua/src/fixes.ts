import { slipOf, spanOf, textOf, type DiagnosticExtras, type SourceSpan } from '@vodflow/core'

type Fixes = Pick<DiagnosticExtras, 'fixes'>

/** Of a field that is one slip away from the only one that can be meant, and stands once in its line. */
export function renameFix(line: SourceSpan, written: string, similar: readonly string[]): Fixes {
  const meant = slipOf(written, similar)
  const place = meant === undefined ? undefined : nameIn(line, written)
  return meant === undefined || place === undefined ? {} : one(`write '${meant}'`, place, meant)
}

/** The number that a text is, in place of the text. */
export function unquoteFix(line: SourceSpan, text: string): Fixes {
  const place = /^-?\d+(?:\.\d+)?$/u.test(text) ? onlyMatch(line, new RegExp(`(["'])${escaped(text)}\\1`, 'gu')) : undefined
  return place === undefined ? {} : one(`write ${text} without quotes`, place, text)
}

/** Where a name stands as a word of its own, if it does so exactly once; a text that only holds it counts, so that nothing is guessed. */
export function nameIn(line: SourceSpan, name: string): SourceSpan | undefined {
  return /^[A-Za-z_]\w*$/u.test(name) ? onlyMatch(line, new RegExp(`(?<![\\w])${name}(?!\\w)`, 'gu')) : undefined
}

function onlyMatch(line: SourceSpan, pattern: RegExp): SourceSpan | undefined {
  const [first, ...others] = textOf(line).matchAll(pattern)
  if (first === undefined || others.length > 0) return undefined
  return spanOf(line.file, line.start + first.index, line.start + first.index + first[0].length)
}

function escaped(text: string): string {
  return text.replaceAll(/[.]/gu, String.raw`\$&`)
}

function one(title: string, span: SourceSpan, text: string): Fixes {
  return { fixes: [{ title, edits: [{ span, text }] }] }
}
