import { resolve } from 'node:path'
import { allExplanations } from '@vodflow/core'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, say, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { coloursFor } from '../reporters/colours.ts'
import { countsOf, formats, type Format, type Report } from '../reporters/formats/index.ts'
import { inLanguage } from '../reporters/language.ts'
import { sourceGiven } from '../run/source-facts.ts'
import { validateFiles } from '../session.ts'
import { version } from '../version.ts'

export interface ValidateOptions {
  readonly format: string
  readonly maxWarnings?: string
  readonly assume?: string
  readonly stdinName?: string
  readonly fix?: true
  readonly diff?: true
  readonly watch?: true
}

/** A file beyond a megabyte is refused by its own rules; this bound only keeps a runaway pipe out of memory. */
const maxStdinBytes = 4 * 1024 * 1024

/** Finds everything that is wrong, and runs nothing. */
export async function validateCommand(invocation: Invocation, first: string, options: ValidateOptions, rest: readonly string[]): Promise<number> {
  const name = invocation.json && options.format === 'pretty' ? 'json' : options.format
  const format = formats.get(name)
  if (!format) return refuse(invocation, `'${name}' is no format; there are ${[...formats.keys()].join(', ')}`)
  if (options.maxWarnings !== undefined && !/^\d{1,9}$/u.test(options.maxWarnings)) {
    return refuse(invocation, `--max-warnings is '${options.maxWarnings}'; it must be a whole number`)
  }
  if (options.diff && !options.fix) return refuse(invocation, '--diff shows what --fix would change; give both')
  if (options.watch && options.fix) return refuse(invocation, '--watch only looks on; give --fix by itself')
  const given = await sourceGiven(invocation, { input: [], ...(options.assume !== undefined && { assume: options.assume }) })
  if (typeof given === 'number') return given
  const text = await givenText(invocation, [first, ...rest], options)
  if (typeof text === 'number') return text
  const request: Request = { ...text, facts: given.is === 'assumed' ? given.facts : 'unknown' }
  if (options.fix) return (await import('../validate/fix-command.ts')).fixCommand(invocation, request, options, (report) => tell(invocation, report, options, format))
  if (options.watch) return watchFiles(invocation, request, options, format)
  const validation = await validateFiles(invocation, request)
  return validation.ok ? tell(invocation, validation, options, format) : refuse(invocation, validation.problem)
}

async function watchFiles(invocation: Invocation, request: Request, options: ValidateOptions, format: Format): Promise<ExitStatus> {
  const isLines = format === formats.get('jsonl')
  if (!isLines && format !== formats.get('pretty')) return refuse(invocation, '--watch goes with --format pretty or jsonl')
  if (request.given !== undefined) return refuse(invocation, '--watch is about files, not about standard input')
  const first = await validateFiles(invocation, request)
  if (!first.ok) return refuse(invocation, first.problem)
  const { io } = invocation
  let pass = 0
  const check = async () => {
    pass += 1
    // The first pass again: what changed before the folders were watched would be missed.
    const validation = await validateFiles(invocation, request)
    if (!validation.ok) return say(invocation, validation.problem)
    await tell(invocation, validation, options, format)
    if (!isLines) io.stdout.write(`pass ${pass}; waiting for a change, Ctrl-C ends\n`)
  }
  const { watched } = await import('../validate/watch.ts')
  return watched(invocation, [first.root, ...request.paths.map((path) => resolve(io.cwd, path))], check)
}

type Request = Parameters<typeof validateFiles>[1]

async function tell(invocation: Invocation, report: Report, { maxWarnings }: ValidateOptions, format: Format): Promise<ExitStatus> {
  const { io, language = 'en' } = invocation
  const inWords = { ...report, diagnostics: await inLanguage(language, report.diagnostics) }
  const tooMany = tooManyWarnings(report, maxWarnings)
  const explanations = format === formats.get('sarif') ? await allExplanations() : []
  io.stdout.write(format(inWords, { colours: hasColours(io.stdout, io.env), language, version, explanations, ...(tooMany !== undefined && { tooManyWarnings: tooMany }) }))
  if (format === formats.get('pretty')) hint(invocation, report)
  return statusOf(invocation, report, tooMany)
}

/** Once, and only where a person looks on: the gravest code, in a command that can be copied. */
function hint({ io }: Invocation, { diagnostics }: Report): void {
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics.find(({ severity }) => severity === 'warning')
  if (io.stdout.isTTY && first) io.stdout.write(`${coloursFor(hasColours(io.stdout, io.env)).dim(`vodflow explain ${first.code}`)}\n`)
}

interface Given {
  readonly paths: readonly string[]
  readonly given?: { readonly text: string; readonly name?: string }
}

async function givenText(invocation: Invocation, args: readonly string[], { stdinName }: ValidateOptions): Promise<Given | ExitStatus> {
  const paths = args.filter((path) => path !== '' && path !== '-')
  if (!args.includes('-')) {
    return stdinName === undefined ? { paths } : refuse(invocation, "--stdin-name is about standard input, which only '-' reads")
  }
  try {
    const text = await invocation.io.readStdin(maxStdinBytes)
    if (text.trim() === '' && stdinName === undefined) return refuse(invocation, "standard input is empty; '-' reads a call from it")
    return { paths, given: { text, ...(stdinName !== undefined && { name: stdinName }) } }
  } catch (error) {
    return refuse(invocation, error instanceof Error ? error.message : 'standard input cannot be read')
  }
}

function tooManyWarnings({ diagnostics }: Report, maxWarnings: string | undefined): string | undefined {
  const { warnings } = countsOf(diagnostics)
  return maxWarnings !== undefined && warnings > Number(maxWarnings) ? `${warnings} warnings are more than --max-warnings ${maxWarnings} allows` : undefined
}

function statusOf(invocation: Invocation, { diagnostics }: Report, tooMany: string | undefined): ExitStatus {
  if (tooMany !== undefined) say(invocation, tooMany)
  return countsOf(diagnostics).errors > 0 || tooMany !== undefined ? exitStatus.failed : exitStatus.done
}
