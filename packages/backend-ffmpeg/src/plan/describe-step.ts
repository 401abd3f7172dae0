import { cachedFile, type PlanStep } from '@vodflow/engine'
import type { Arrangement, CommandWork, FfmpegWork } from '../work.ts'
import { shellLine, shellQuote } from './shell-quote.ts'

/** Lines to paste into a POSIX shell, in order, inside an empty folder; a built-in prints as the command that runs it, of a plan kept as `planPath`. */
export function describeStep(step: PlanStep<FfmpegWork>, planPath = 'plan.json'): readonly string[] {
  if (step.reuse !== undefined) return step.reuse.result.artifacts.map(({ path }, at) => shellLine(['cp', cachedFile(step.reuse?.cache ?? '', step.reuse?.result.key ?? '', at), path]))
  return step.work.type === 'ffmpeg' && !encrypts(step.work) && !readsPackets(step.work) ? commandLines(step.work) : [shellLine(['vodflow', 'step', planPath, step.id])]
}

/** Whether its muxer asks for a key, which no shell has. */
export function encrypts(work: CommandWork): boolean {
  return work.outputs.some((output) => output.kind === 'media' && output.keyInfo !== undefined)
}

function readsPackets({ commands }: CommandWork): boolean {
  return commands.some(({ packets }) => packets !== undefined)
}

function commandLines(work: CommandWork): readonly string[] {
  return [
    ...(work.stage ?? []).map(({ from, to }) => shellLine(['cp', from, to])),
    ...(work.prepare?.links ?? []).map(({ from, to }) => shellLine(['ln', '-sf', from, to])), ...writeLines(work.prepare?.write ?? []),
    ...work.commands.flatMap((command) => [
      ...copyLines(command.arrange ?? []),
      shellLine([work.program, '-hide_banner', '-nostdin', '-y', ...command.args]),
    ]),
    ...copyLines(work.arrange),
    ...writeLines(work.write),
  ]
}

function writeLines(texts: CommandWork['write']): readonly string[] {
  return texts.map(({ path, text }) => `printf ${shellQuote(printfFormat(text))} > ${shellQuote(path)}`)
}

/** A text as printf reads it, so that its lines are one line here. */
function printfFormat(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\n', '\\n')
}

/** Copies of numbered files as one loop where they are many: nobody reads a hundred lines of `cp`. */
function copyLines(arrangements: readonly Arrangement[]): readonly string[] {
  const runs: Arrangement[][] = []
  for (const one of arrangements) {
    const last = runs.at(-1)
    if (last !== undefined && follows(last.at(-1), one)) last.push(one)
    else runs.push([one])
  }
  return runs.flatMap((run) => (run.length > 3 ? [copyLoop(run)] : run.map(({ from, to }) => shellLine(['cp', from, to]))))
}

interface Numbered {
  /** For printf, and safe in a shell as it is. */
  readonly pattern: string
  readonly number: number
}

/** `picture0_00007.jpg` → `picture0_%05d.jpg` and 7; undefined for any name that a shell or printf could read otherwise. */
function numbered(name: string): Numbered | undefined {
  const [, before, digits, after] = /^([a-z][\w.]*_[a-z]*)(\d+)(\.[a-z]+)$/.exec(name) ?? []
  return digits === undefined ? undefined : { pattern: `${before}%0${digits.length}d${after}`, number: Number(digits) }
}

function follows(earlier: Arrangement | undefined, later: Arrangement): boolean {
  if (earlier === undefined) return false
  const [from, to] = [numbered(later.from), numbered(later.to)]
  if (from === undefined || to === undefined || from.number !== to.number) return false
  const [priorFrom, priorTo] = [numbered(earlier.from), numbered(earlier.to)]
  const next = priorFrom?.number === from.number - 1 && priorTo?.number === to.number - 1
  return next && priorFrom.pattern === from.pattern && priorTo.pattern === to.pattern
}

function copyLoop(run: readonly Arrangement[]): string {
  const [first, last, to] = [run[0]?.from, run.at(-1)?.from, run[0]?.to].map((name) => numbered(name ?? ''))
  const numbers = `$(seq ${first?.number ?? 0} ${last?.number ?? 0})`
  return `for n in ${numbers}; do cp ${printed(first)} ${printed(to)}; done`
}

function printed(name: Numbered | undefined): string {
  return `"$(printf ${name?.pattern ?? ''} "$n")"`
}
