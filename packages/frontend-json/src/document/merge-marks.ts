import type { SyntaxProblem } from './syntax.ts'

interface Line {
  readonly start: number
  readonly end: number
}

/** The text with the first version wherever a merge was left unfinished, and one problem for each such place. */
export function withoutMerges(given: string): { readonly text: string; readonly problems: readonly SyntaxProblem[] } {
  const problems: SyntaxProblem[] = []
  // A look that costs nothing, since hardly any file has one.
  if (!given.includes('<<<<<<<')) return { text: given, problems }
  const blanks: Line[] = []
  let first: Line | undefined
  let second: number | undefined
  for (const { 0: mark, index: start } of given.matchAll(/^(?:<{7}|\|{7}|={7}|>{7})(?!\S)[^\n\r]*/gmu)) {
    const line = { start, end: start + mark.length }
    if (mark.startsWith('<')) [first, second] = [line, undefined]
    else if (!mark.startsWith('>')) second ??= start
    else if (first !== undefined && second !== undefined) {
      problems.push({ name: 'InvalidSymbol', problem: `'${given.slice(first.start, first.start + 40).split(/[\n\r]/u, 1)[0] ?? ''}' begins what a merge left unfinished; keep one of the two versions`, ...first, unclosed: false })
      blanks.push(first, { start: second, end: line.end });
      [first, second] = [undefined, undefined]
    }
  }
  return { text: blanked(given, blanks), problems }
}

function blanked(text: string, lines: readonly Line[]): string {
  let left = ''
  let read = 0
  for (const { start, end } of lines) {
    left += text.slice(read, start) + text.slice(start, end).replaceAll(/[^\n\r]/gu, (character) => ' '.repeat(character.length))
    read = end
  }
  return left + text.slice(read)
}
