import { stat } from 'node:fs/promises'
import { assertNever, type Diagnostic, type SourceFile } from '@vodflow/core'
import { formatText, type TextKind } from '@vodflow/forms'
import { kindOfText, listFiles, type ListedFile } from '@vodflow/project'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { writeWhole } from '../result/write-result.ts'

export interface FmtOptions {
  readonly check?: true
  readonly diff?: true
  readonly stdinName?: string
}

const maxStdinBytes = 4 * 1024 * 1024

/** Formats files where they are, or standard input to standard output. What cannot be read is left alone, and named. */
export async function fmt(invocation: Invocation, first: string, options: FmtOptions, rest: readonly string[]): Promise<number> {
  const args = [first, ...rest].filter((path) => path !== '')
  if (args.includes('-')) return args.length > 1 ? refuse(invocation, "'-' formats standard input alone; give it no other path") : fmtStdin(invocation, options)
  if (options.stdinName !== undefined) return refuse(invocation, "--stdin-name is about standard input, which only '-' reads")
  const { io, projectFolder } = invocation
  const listing = await listFiles({ from: io.cwd, paths: args, ...(projectFolder !== undefined && { directory: projectFolder }) })
  if (!listing.ok) return refuse(invocation, listing.problem)
  const report = new FmtReport(listing.diagnostics)
  for (const file of listing.files) await fmtFile(file, options, report)
  return report.tell(invocation, options)
}

async function fmtFile(listed: ListedFile, { check, diff }: FmtOptions, report: FmtReport): Promise<void> {
  const { file, path, byteOrderMark } = listed
  const formatted = await formatText(textKind(listed.kind, path), file)
  if (!formatted.ok) report.leaveAlone(file, formatted)
  else if (formatted.text === file.text && !byteOrderMark) report.same += 1
  else {
    const problem = check === true || diff === true ? undefined : await replace(path, formatted.text)
    const patch = diff === true ? await patchOf(file, formatted.text) : ''
    if (problem === undefined) report.changed.push({ ...changeOf(listed), patch })
    else report.sentences.push(problem)
  }
}

async function patchOf({ path, text }: SourceFile, formatted: string): Promise<string> {
  return (await import('diff')).createTwoFilesPatch(`a/${path}`, `b/${path}`, text, formatted)
}

/** Whole or not at all, with the permissions that the file had. */
async function replace(path: string, text: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  return writeWhole(path, text, found && found.mode & 0o7777)
}

interface Change {
  readonly path: string
  readonly byteOrderMark: boolean
  readonly carriageReturns: boolean
  /** '' where nobody asked for it. */
  readonly patch: string
}

function changeOf({ file, byteOrderMark }: ListedFile): Omit<Change, 'patch'> {
  return { path: file.path, byteOrderMark, carriageReturns: file.text.includes('\r') }
}

type LeftAlone = Exclude<Awaited<ReturnType<typeof formatText>>, { readonly ok: true }>

class FmtReport {
  readonly changed: Change[] = []
  readonly sentences: string[] = []
  same = 0
  readonly #diagnostics: Diagnostic[]
  /** What cannot be done, with the files that it was needed for. */
  readonly #undone = new Map<string, string[]>()

  constructor(diagnostics: readonly Diagnostic[]) {
    this.#diagnostics = [...diagnostics]
  }

  leaveAlone({ path }: SourceFile, result: LeftAlone): void {
    if (result.reason === 'unreadable') this.#diagnostics.push(...result.diagnostics)
    else this.#undone.set(result.problem, [...(this.#undone.get(result.problem) ?? []), path])
  }

  async tell(invocation: Invocation, { check, diff }: FmtOptions): Promise<ExitStatus> {
    await reportDiagnostics(invocation, this.#diagnostics)
    for (const [problem, paths] of this.#undone) say(invocation, `${leftAlone(paths)}: ${problem}`)
    for (const sentence of this.sentences) say(invocation, sentence)
    this.#tellChanges(invocation, check === true || diff === true)
    const failed = this.#diagnostics.length + this.#undone.size + this.sentences.length > 0
    return failed || ((check === true || diff === true) && this.changed.length > 0) ? exitStatus.failed : exitStatus.done
  }

  #tellChanges(invocation: Invocation, check: boolean): void {
    const { io, json } = invocation
    const count = this.changed.length
    if (json) io.stdout.write(`${JSON.stringify({ written: !check, changed: this.changed.map(({ patch, ...change }) => (patch === '' ? change : { ...change, patch })), unchanged: this.same }, undefined, 2)}\n`)
    else for (const { path, patch } of this.changed) io.stdout.write(patch === '' ? `${path}\n` : patch)
    if (json) return
    const invisible = this.changed.filter(({ byteOrderMark, carriageReturns }) => byteOrderMark || carriageReturns)
    for (const change of invisible) say(invocation, `'${change.path}' ${check ? 'has' : 'had'} ${invisibleIn(change)}; our files have line feeds and nothing before the text`)
    if (count > 0) say(invocation, `${files(count)} ${check ? 'would be formatted' : 'formatted'}, ${this.same} ${this.same === 1 ? 'was' : 'were'} already`)
  }
}

function invisibleIn({ byteOrderMark, carriageReturns }: Change): string {
  return [byteOrderMark ? ['a byte order mark'] : [], carriageReturns ? ["Windows' line ends"] : []].flat().join(' and ')
}

function leftAlone(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  return others.length === 0 ? `'${first}' is left alone` : `'${first}' and ${others.length} more are left alone`
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`
}

async function fmtStdin(invocation: Invocation, { check, diff, stdinName = 'stdin.call' }: FmtOptions): Promise<ExitStatus> {
  const { io } = invocation
  try {
    const text = await io.readStdin(maxStdinBytes)
    const kind = await kindOfText(stdinName, text, io.cwd)
    if (kind === undefined) return refuse(invocation, `'${stdinName}' says nothing of what the text is; names end in '.lua', '.json' or '.call'`)
    const file = { path: stdinName === 'stdin.call' ? '<stdin>' : stdinName, text }
    const formatted = await formatText(textKind(kind, stdinName), file)
    if (!formatted.ok) {
      const report = new FmtReport([])
      report.leaveAlone(file, formatted)
      return await report.tell({ ...invocation, io: { ...io, stdout: io.stderr } }, {})
    }
    const changed = formatted.text !== text
    if (invocation.json) io.stdout.write(`${JSON.stringify({ text: formatted.text, changed }, undefined, 2)}\n`)
    else if (diff === true) io.stdout.write(changed ? await patchOf(file, formatted.text) : '')
    else if (check !== true) io.stdout.write(formatted.text)
    return changed && (check === true || diff === true) ? exitStatus.failed : exitStatus.done
  } catch (error) {
    if (error instanceof RangeError) return refuse(invocation, error.message)
    throw error
  }
}

function textKind(kind: ListedFile['kind'], path: string): TextKind {
  switch (kind) {
    case 'procedure':
      return path.endsWith('.lua') ? 'lua' : 'json'
    case 'test':
      return 'json'
    case 'calls':
    case 'template':
    case 'config':
      return kind
    default:
      return assertNever(kind)
  }
}
