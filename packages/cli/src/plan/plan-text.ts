import { isProcessTask, rationalValue, type SourceFacts } from '@vodflow/core'
import type { FfmpegWork } from '@vodflow/backend-ffmpeg'
import { sourceText, type PlanEstimate, type PlanStep } from '@vodflow/engine'
import { coloursFor, type Colours } from '../reporters/colours.ts'
import { printable } from '../reporters/text-width.ts'
import { countText, durationText, sizeText } from '../reporters/units.ts'
import type { PlanContent } from './plan-file.ts'
import { aboutText, cpuText } from './plan-text-about.ts'
import { requestOf } from './planned-source.ts'
import { outcomeLines } from './plan-text-outcomes.ts'
import { taskLines } from './plan-text-tasks.ts'

export interface PlanTextOptions {
  readonly colours: boolean
  /** Shell-quoted lines for a step. */
  readonly describe: (step: PlanStep<FfmpegWork>) => readonly string[]
  /** Where the plan is kept, which a built-in's line names; absent where it is not. */
  readonly savedAs?: string
}

/** What would be done and why, what that should give and cost, and the exact commands. Pure; ends with a line feed. */
export function planText(file: PlanContent, options: PlanTextOptions): string {
  const colours = coloursFor(options.colours)
  const { plan } = file
  return `${[
    `${printable(file.call)} on ${sourceWords(file.source)}`,
    `  ${factsLine(plan.source)}`,
    '',
    ...summaryLines(file, colours),
    ...taskLines(file, colours),
    ...outcomeLines(plan.estimate, colours),
    '',
    `${countText(plan.steps.length, 'step')}, as lines for a shell in an empty folder`,
    ...plan.steps.flatMap((step) => stepLines(step, plan.estimate, colours, options)),
  ].join('\n')}\n`
}

function sourceWords(source: PlanContent['source']): string {
  const request = requestOf(source)
  return request === undefined ? 'an assumed source' : printable(sourceText(request))
}

export function factsLine(facts: SourceFacts): string {
  const [video] = facts.videoStreams
  const [audio] = facts.audioStreams
  return [
    facts.container,
    durationText(facts.durationSeconds),
    sizeText(facts.sizeBytes),
    video ? `${video.codec} ${video.width}x${video.height} ${rationalValue(video.frameRate).toFixed(2)} fps ${Math.round(video.bitrateKbps)} kbps` : 'no video',
    audio ? `${audio.codec} ${audio.samplingRate} Hz ${Math.round(audio.bitrateKbps)} kbps` : 'no audio',
  ].join(', ')
}

function summaryLines({ graph, plan }: PlanContent, colours: Colours): readonly string[] {
  const tasks = graph.tasks.filter(isProcessTask).length
  const totals = plan.estimate ? `: ${aboutText(plan.estimate.totals)}` : ''
  return [
    colours.bold(`${countText(tasks, 'task')} in ${countText(plan.steps.length, 'step')}${totals}`),
    ...(plan.without === undefined ? [] : [`  made without ${plan.without.map(printable).join(', ')}`]),
    ...(plan.estimate && tasks > 0 ? ['  estimates: CPU seconds are those of the machine in docs/plan.md'] : []),
  ]
}

function stepLines(step: PlanStep<FfmpegWork>, estimate: PlanEstimate | undefined, colours: Colours, options: PlanTextOptions): readonly string[] {
  const needs = step.needs.length > 0 ? `, after ${step.needs.join(', ')}` : ''
  const cpu = estimate?.steps.find((each) => each.step === step.id)?.cpuSeconds ?? 0
  const kept = step.work.type === 'ffmpeg' || step.unavailable !== undefined || options.savedAs !== undefined
  return [
    '',
    `${colours.bold(step.id)}: ${step.covers.join(', ')}${needs}${cpu > 0 ? `; about ${cpuText(cpu)}` : ''}`,
    ...(step.unavailable === undefined ? [] : [colours.red(`  cannot be done here: ${printable(step.unavailable)}`)]),
    ...(kept ? [] : ["  reads the plan: save it with '-o plan.json', then"]),
    // The command would leave out what cannot be done: an encryption, say.
    ...(step.unavailable === undefined ? options.describe(step).map((line) => `  $ ${line}`) : []),
  ]
}
