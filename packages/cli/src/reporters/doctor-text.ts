import type { DoctorReport, ReviewerAtHand } from '@vodflow/backend-ffmpeg'
import { coloursFor, type Colours } from './colours.ts'

export interface About {
  readonly vodflow: string
  readonly node: string
  readonly platform: string
}

type Programs = DoctorReport['ffmpeg']

/** With who would look at the pictures of a review. */
export interface MachineReport extends DoctorReport {
  readonly review: ReviewerAtHand
}

/** What is used, where it was looked for, what it can do, and how to mend what is missing. Pure; ends with a line feed. */
export function doctorText(about: About, report: MachineReport, inColour: boolean): string {
  const colours = coloursFor(inColour)
  const lines = [
    `vodflow  ${about.vodflow} on node ${about.node}, ${about.platform}`,
    programLine('ffmpeg ', report.ffmpeg, colours),
    programLine('ffprobe', report.ffprobe, colours),
    ...(report.sandbox === undefined ? [] : [`sandbox  ${report.sandbox.works ? '' : 'none: '}${report.sandbox.detail}`]),
    reviewLine(report.review),
    ...section('looked at, in this order', report.attempts.map((attempt) => attemptLine(attempt, colours))),
    ...section('what this ffmpeg can do', report.abilities.map((ability) => abilityLine(ability, colours))),
    ...section('to mend', report.mend.map((sentence, index) => `  ${index + 1}. ${sentence}`)),
    '',
    verdict(report, colours),
  ]
  return `${lines.join('\n')}\n`
}

function programLine(name: string, found: Programs, colours: Colours): string {
  return found ? `${name}  ${found.version}  ${found.path} (${found.place})` : colours.red(`${name}  not found`)
}

function reviewLine(review: ReviewerAtHand): string {
  if (review.is === 'missing') return `reviews  none: ${review.why}`
  const { name, model, command } = review.reviewer
  return `reviews  ${name}${model === undefined ? '' : `, ${model}`}  ${command.join(' ')}`
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

function attemptLine({ program, place, path, state, detail }: DoctorReport['attempts'][number], colours: Colours): string {
  const text = `  ${program.padEnd(8)} ${place.padEnd(26)} ${state.padEnd(7)} ${path ?? ''}${path && detail ? '  ' : ''}${detail}`.trimEnd()
  if (state === 'used') return colours.green(text)
  return state === 'broken' ? colours.red(text) : colours.dim(text)
}

function abilityLine({ name, ok, detail, essential }: DoctorReport['abilities'][number], colours: Colours): string {
  if (ok) return `  ${colours.green('✓')} ${name}`
  return `  ${essential ? colours.red('✗') : colours.yellow('-')} ${name}: needs ${detail}`
}

function verdict({ ok, mend }: DoctorReport, colours: Colours): string {
  if (!ok) return colours.red("'vodflow run' cannot work on this machine yet")
  return colours.green(mend.length === 0 ? 'all is well' : "'vodflow run' works; what is marked '-' does not")
}
