/** A text a user wrote, under the name that messages show. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Half-open range [start, end) of UTF-16 offsets. Lines and columns are computed only to print. */
export interface SourceSpan {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
}

/** Line and column as editors count them: both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

export function spanOf(file: SourceFile, start: number, end: number): SourceSpan {
  return { file, start, end }
}

export function wholeFile(file: SourceFile): SourceSpan {
  return spanOf(file, 0, file.text.length)
}

export function textOf(span: SourceSpan): string {
  return span.file.text.slice(span.start, span.end)
}

export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}

/** Counted once for a file: one of a megabyte may have a place to name on every line. */
const knownStarts = new WeakMap<SourceFile, readonly number[]>()

function lineStarts(file: SourceFile): readonly number[] {
  const known = knownStarts.get(file)
  if (known) return known
  const starts = [0]
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1)
  knownStarts.set(file, starts)
  return starts
}

/** The text of one line (from 1) without its indentation and line end; a line past the end gives an empty span there. */
export function lineSpan(file: SourceFile, line: number): SourceSpan {
  let start = 0
  for (let at = 1; at < line; at += 1) {
    const next = file.text.indexOf('\n', start)
    if (next < 0) return spanOf(file, file.text.length, file.text.length)
    start = next + 1
  }
  const lineEnd = file.text.indexOf('\n', start)
  const raw = file.text.slice(start, lineEnd < 0 ? file.text.length : lineEnd)
  const trimmed = raw.trim()
  const indent = raw.length - raw.trimStart().length
  return spanOf(file, start + indent, start + indent + trimmed.length)
}
