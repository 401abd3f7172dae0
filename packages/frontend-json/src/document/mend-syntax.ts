import { parseTree, type Node, type ParseError, type ParseOptions } from 'jsonc-parser'
import { withoutMerges } from './merge-marks.ts'
import { openBrackets } from './open-brackets.ts'
import { syntaxProblems, type SyntaxProblem } from './syntax.ts'

export interface MendedText {
  /** What could be made of the text: every character that is left stands where it stood; brackets may follow at the end. */
  readonly text: string
  readonly root: Node | undefined
  /** One for each slip; what only followed from an earlier one is left out. In the order of the text. */
  readonly problems: readonly SyntaxProblem[]
}

/** How many slips of one text are mended, one by one; what is wrong behind them is still told as the parser sees it. */
const mendLimit = 20

/**
 * Reads JSON as far as it goes, and past its slips: each is told once and mended in place, so that it hides nothing behind it and
 * nothing is told that is only its consequence.
 */
export function mendSyntax(given: string, options: ParseOptions): MendedText {
  const merged = withoutMerges(given)
  const told: SyntaxProblem[] = [...merged.problems]
  let { text } = merged
  for (let count = 0; ; count += 1) {
    const errors: ParseError[] = []
    const root = parseTree(text, errors, options)
    const [first, ...rest] = syntaxProblems(text, errors)
    if (first === undefined || isEmpty(given)) return { text, root, problems: within(given, first ? [first] : told) }
    if (!follows(first, told, text)) told.push(first)
    const mended = count < mendLimit ? mendOne(text, first) : undefined
    if (mended === undefined || mended === text) return { text, root, problems: within(given, [...told, ...rest]) }
    text = mended
  }
}

const isEmpty = (text: string) => text.trim() === ''

/** A slip at the end of what could not be read to its own end is no slip of its own. */
function follows(problem: SyntaxProblem, told: readonly SyntaxProblem[], text: string): boolean {
  const isAtEnd = problem.unclosed || text.slice(problem.start).trim() === ''
  return isAtEnd && told.some(({ name, unclosed }) => unclosed || name === 'UnexpectedEndOfString' || name === 'UnexpectedEndOfComment')
}

/** One for a place, in the order of the text; what stands behind its end is about what was added. */
function within({ length }: string, problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  return [...new Map(problems.map((problem) => [problem.start, problem])).values()]
    .filter(({ start }) => start <= length)
    .map((problem) => ({ ...problem, end: Math.min(problem.end, length) }))
    .toSorted((a, b) => a.start - b.start)
}

function mendOne(text: string, { name, start, end }: SyntaxProblem): string | undefined {
  if (text.slice(start).trim() === '') return closed(text)
  const found = text.slice(start, end)
  switch (name) {
    case 'TrailingComma':
    case 'InvalidCommentToken':
      return replaced(text, start, end, '')
    case 'InvalidSymbol':
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return mendWord(text, start, end)
    case 'UnexpectedEndOfString':
    case 'UnexpectedEndOfComment':
      return replaced(text, start, end, isValuePlace(text, start) ? '0' : '')
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
    case 'InvalidCharacter':
      return text.slice(0, start) + found.replaceAll('\\', '_').replaceAll(controls, ' ') + text.slice(end)
    case 'CommaExpected':
      return isGlued(text, start) ? replaced(text, start, end, '') : inGap(text, start, ',')
    case 'ColonExpected':
      return found === '=' ? replaced(text, start, end, ':') : inGap(text, start, ':')
    case 'ValueExpected':
      return found === ',' ? replaced(text, start, end, '') : inGap(text, start, '0')
    case 'EndOfFileExpected':
      return replaced(text, start, text.length, '')
    default:
      return undefined
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\u0000-\u001f]/gu

/** Something that is no JSON, where a value or a name should be. */
function mendWord(text: string, start: number, end: number): string | undefined {
  const single = /^'(?:[^'\\\n]|\\.)*'/u.exec(text.slice(start, start + 10_000))?.[0]
  if (single !== undefined) return replaced(text, start, start + single.length, `"${single.slice(1, -1).replaceAll('"', "'").replaceAll(String.raw`\'`, "_'")}"`)
  const word = text.slice(start, end)
  if (isGlued(text, start)) return replaced(text, start, end, '')
  if (word === '=') return replaced(text, start, end, ':')
  if (/^\s*:/u.test(text.slice(end, end + 1_000)) && !isValuePlace(text, start)) return quotedName(text, start, end)
  const lower = word.toLowerCase()
  return replaced(text, start, end, ['true', 'false', 'null'].includes(lower) ? lower : '0')
}

/** The quotes of a name take the place of a space before it and of one behind its colon; where there is none, nothing is done. */
function quotedName(text: string, start: number, end: number): string | undefined {
  const [gap = ''] = /^\s*:\s?/u.exec(text.slice(end, end + 1_000)) ?? []
  if (!/\s/u.test(text.charAt(start - 1)) || gap.length < 2) return undefined
  const colon = `":`.padEnd(gap.length)
  return `${text.slice(0, start - 1)}"${text.slice(start, end)}${colon}${text.slice(end + gap.length)}`
}

/** The tail of a number such as 0x10 or 01, which begins as JSON does. */
function isGlued(text: string, at: number): boolean {
  return /[\d.]/u.test(text.charAt(at - 1)) && /\w/u.test(text.charAt(at))
}

function isValuePlace(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 1_000), at).trimEnd().at(-1)
  return before === ':' || before === '['
}

/** In place of the last space before `at`, so that nothing moves. */
function inGap(text: string, at: number, mark: string): string | undefined {
  return at > 0 && /\s/u.test(text.charAt(at - 1)) ? `${text.slice(0, at - 1)}${mark}${text.slice(at)}` : undefined
}

/** `by` and spaces for the rest; line ends stay. */
function replaced(text: string, start: number, end: number, by: string): string {
  const rest = text.slice(start + by.length, end).replaceAll(/[^\n\r]/gu, (character) => ' '.repeat(character.length))
  return `${text.slice(0, start)}${by}${rest}${text.slice(end)}`
}

function closed(text: string): string | undefined {
  const open = openBrackets(text)
  if (open.length === 0) return undefined
  // A comma or a colon at the very end waits for what will not come.
  const body = text.replace(/([,:])(\s*)$/u, (_, mark: string, space: string) => (mark === ',' ? ` ${space}` : `:0${space}`))
  return `${body}${open.toReversed().map((bracket) => (bracket === '{' ? '}' : ']')).join('')}`
}
