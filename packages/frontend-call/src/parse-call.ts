import { hasErrors, ok, spanOf, textOf, type Call, type Diagnostic, type Result, type SourceFile } from '@vodflow/core'
import type { IRecognitionException, IToken } from 'chevrotain'
import { markBareWords } from './bare-words.ts'
import { matchBrackets, type Brackets } from './brackets.ts'
import { buildCall } from './build-call.ts'
import { callDiagnostics } from './diagnostics.ts'
import { callLimits } from './limits.ts'
import { callTools } from './parser.ts'
import { syntaxProblem } from './syntax-problems.ts'
import { characterProblems, tokenProblems } from './token-problems.ts'
import { tokenSpan } from './token-span.ts'
import { withoutFaults } from './without-faults.ts'

export interface ParseCallOptions {
  /** Refuses arguments that are spelled as JSON (`call/json-arguments`) instead of warning. */
  readonly strict?: boolean
}

export interface CallReading {
  /**
   * What could be read, with nil where a value could not. Absent where the text around a fault may mean something else than what
   * was read.
   */
  readonly call?: Call
  readonly diagnostics: readonly Diagnostic[]
}

/** The text of a call, `Name` or `Name(arg, …)`, with the span of every part. Never throws; errors are `call/…`. */
export function parseCall(file: SourceFile, options: ParseCallOptions = {}): Result<Call> {
  const { call, diagnostics } = readCall(file, options)
  return call === undefined || hasErrors(diagnostics) ? { ok: false, diagnostics } : ok(call, diagnostics)
}

/** As `parseCall`, but with what is left of a call that has errors: to be looked at, never to be run. */
export function readCall(file: SourceFile, options: ParseCallOptions = {}): CallReading {
  if (file.text.length > callLimits.textLength) return { diagnostics: [tooLong(file)] }
  // A name alone needs no parser, which takes longer to set up than most commands take for all else.
  if (plainName.test(file.text)) return { call: callOfName(file), diagnostics: [] }
  const { lexer, parser } = callTools()
  const { tokens, errors, groups } = lexer.tokenize(file.text)
  const brackets = matchBrackets(tokens)
  if (brackets.tooDeep !== undefined) {
    return { diagnostics: [callDiagnostics.create('too-deep', tokenSpan(file, brackets.tooDeep), { limit: callLimits.depth })] }
  }
  markBareWords(tokens.slice(0, brackets.end))
  const found = [...characterProblems(file, errors)]
  found.push(...tokenProblems(file, [...tokens, ...(groups['faults'] ?? [])]).filter((problem) => !isConsequence(problem, found)))
  if (tokens.length === 0) return { diagnostics: found.length > 0 ? inOrder(found) : [callDiagnostics.create('empty', spanOf(file, 0, 0), undefined)] }

  parser.keyBrackets = brackets.keyBrackets
  parser.input = tokens
  const tree = parser.call()
  const context = { file, tokens, open: brackets.open }
  const causes = parser.errors.filter((error, index) => !isEndOfFault(error.token, parser.errors.slice(0, index), brackets))
  const syntax = causes.slice(0, callLimits.problems).map((error) => syntaxProblem(context, error))
  const { call, problems } = buildCall(file, tree)
  found.push(...syntax.filter((problem) => !isConsequence(problem, found)))
  // What a broken text was meant to say in JSON is a guess.
  const certain = problems.filter(({ severity }) => severity === 'error' || syntax.length === 0)
  found.push(...certain.map((problem) => (options.strict === true ? underStrict(problem) : problem)))
  const faulty = found.filter(({ severity }) => severity === 'error')
  const isWhole = textOf(call.span).endsWith(')')
  const isBehind = ({ span }: Diagnostic) => isWhole && span !== undefined && span.start >= call.span.end
  const isReadable = call.name.text !== '' && faulty.every((fault) => ofOneValue.has(fault.code) || isBehind(fault))
  const faults = faulty.flatMap(({ span }) => span ?? [])
  return { ...(isReadable && { call: withoutFaults(call, faults) }), diagnostics: inOrder(found.map((one) => withClosing(one, faulty, brackets))) }
}

/** So short that it breaks no limit, and no word that means anything else. */
const plainName = /^(?!(?:true|false|nil|null|none)$)[A-Za-z_][A-Za-z0-9_]{0,31}$/i

function callOfName(file: SourceFile): Call {
  const span = spanOf(file, 0, file.text.length)
  return { name: { text: file.text, kind: 'name', span }, arguments: [], span }
}

/** Where nothing but the brackets at the end is missing, they are certain; a `[` within a table may be a key as well as a list. */
function withClosing(problem: Diagnostic, faulty: readonly Diagnostic[], { open }: Brackets): Diagnostic {
  const { code, params, span } = problem
  const text = open.toReversed().map(({ image }) => closing[image] ?? '').join('')
  const isCertain = code === 'call/unclosed' && faulty.length === 1 && !text.includes(']') && String(params?.['allowed']).includes(`'${text.charAt(0)}'`)
  return isCertain && span ? { ...problem, fixes: [{ title: `write '${text}' at the end`, edits: [{ span, text }] }] } : problem
}

const closing: { readonly [opener: string]: string } = { '(': ')', '{': '}', '[': ']' }

/** Faults that leave every other argument in its place. */
const ofOneValue: ReadonlySet<string> = new Set([
  'bare-word', 'bare-key', 'duplicate-key', 'full-width', 'invalid-bytes', 'invalid-escape', 'invalid-key', 'json-arguments', 'malformed-number',
  'number-out-of-range', 'unclosed',
].map((name) => `call/${name}`))

/** Where a fault made the parser leave a pair of brackets, it finds the mark that ends the pair in its way: no fault of the text. */
function isEndOfFault(token: IToken, earlier: readonly IRecognitionException[], { openerOf }: Brackets): boolean {
  const opener = openerOf.get(token)
  return opener !== undefined && earlier.some(({ token: { startOffset } }) => startOffset > opener && startOffset < token.startOffset)
}

/** A text or comment that does not end swallows every mark behind it, and what is no character can be no value. */
function isConsequence(problem: Diagnostic, earlier: readonly Diagnostic[]): boolean {
  if (problem.code === 'call/unclosed') return earlier.some(({ code }) => code.startsWith('call/unterminated-'))
  return earlier.some(({ span }) => span?.start === problem.span?.start)
}

/** The text itself is left out of the report: whoever prints the line of a span would print a megabyte. */
function tooLong({ path, text }: SourceFile): Diagnostic {
  const start = text.slice(0, 60).split(/[\r\n]/u, 1)[0] ?? ''
  const excerpt = { path, text: `${start}…` }
  return callDiagnostics.create('too-long', spanOf(excerpt, 0, start.length), { length: text.length, limit: callLimits.textLength })
}

function underStrict(problem: Diagnostic): Diagnostic {
  return problem.code === 'call/json-arguments' ? { ...problem, severity: 'error' } : problem
}

/** As they stand in the text, errors before warnings where there are too many for one report. */
function inOrder(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const others = problems.filter(({ severity }) => severity !== 'error')
  return [...errors, ...others]
    .slice(0, callLimits.problems)
    .toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
}
