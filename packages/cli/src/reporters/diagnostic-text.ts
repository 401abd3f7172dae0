import { positionAt, type Diagnostic, type SourceSpan } from '@vodflow/core'
import { coloursFor, type Colours } from './colours.ts'
import { wordsOf, type Language, type Words } from './language.ts'
import { printable, textWidth } from './text-width.ts'

export interface TextOptions {
  readonly colours: boolean
  /** English if absent. */
  readonly language?: Language
}

/** Columns of source shown of one line; a minified file may be one line of a megabyte. */
const windowWidth = 100
const leadIn = 40

/**
 * `place: severity: message [code]`, the source line with carets under the span, and the notes. Pure; ends with a line feed.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: TextOptions): string {
  const colours = coloursFor(options.colours)
  const words = wordsOf[options.language ?? 'en']
  const { code, severity, message, span, related = [], fixes = [] } = diagnostic
  const lines = [`${placePrefix(span, colours)}${severityWord(severity, words, colours)}: ${printable(message)} ${colours.dim(`[${code}]`)}`]
  if (span) lines.push(...sourceLines(span, colours))
  for (const note of related) lines.push(`${placePrefix(note.span, colours)}${words.note}: ${printable(note.message)}`, ...sourceLines(note.span, colours))
  for (const fix of fixes) lines.push(`  ${colours.cyan(words.fix)}: ${printable(fix.title)}`)
  return `${lines.join('\n')}\n`
}

function placePrefix(span: SourceSpan | undefined, colours: Colours): string {
  if (span === undefined) return ''
  const { line, column } = positionAt(span.file, span.start)
  return `${colours.bold(`${printable(span.file.path)}:${line}:${column}`)}: `
}

function severityWord(severity: Diagnostic['severity'], words: Words, colours: Colours): string {
  if (severity === 'error') return colours.red(words[severity])
  return severity === 'warning' ? colours.yellow(words[severity]) : colours.cyan(words[severity])
}

function sourceLines(span: SourceSpan, colours: Colours): readonly string[] {
  const { text } = span.file
  const lineStart = text.slice(0, span.start).lastIndexOf('\n') + 1
  const nextFeed = text.indexOf('\n', span.start)
  const lineEnd = nextFeed < 0 ? text.length : nextFeed
  if (text.slice(lineStart, lineEnd).trim() === '') return []
  const number = String(positionAt(span.file, span.start).line)
  const { shown, before, marked } = windowed(text.slice(lineStart, lineEnd), span.start - lineStart, Math.min(span.end, lineEnd) - lineStart)
  const carets = '^'.repeat(Math.max(1, textWidth(marked)))
  const gutter = `${number.padStart(5)} |`
  return [
    `${colours.dim(gutter)} ${shown}`.trimEnd(),
    `${colours.dim(`${' '.repeat(gutter.length - 1)}|`)} ${' '.repeat(textWidth(before))}${colours.red(carets)}`,
  ]
}

/** The part of a long line that holds the span, with `…` where something was cut. */
function windowed(line: string, start: number, end: number): { readonly shown: string; readonly before: string; readonly marked: string } {
  const from = start > windowWidth - leadIn ? start - leadIn : 0
  const to = Math.min(line.length, from + windowWidth)
  const head = from > 0 ? '…' : ''
  const tail = to < line.length ? '…' : ''
  return {
    shown: `${head}${clean(line.slice(from, to))}${tail}`,
    before: `${head}${clean(line.slice(from, start))}`,
    marked: clean(line.slice(start, Math.min(end, to))),
  }
}

function clean(text: string): string {
  return printable(text.replaceAll('\t', '  ').replaceAll('\r', ''))
}
