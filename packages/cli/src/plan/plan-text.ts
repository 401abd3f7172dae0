import { isProcessTask, rationalValue, type SourceFacts, type Task } from '@vodflow/core'
import type { FfmpegWork } from '@vodflow/backend-ffmpeg'
import { sentenceOf, type PlanStep } from '@vodflow/engine'
import { coloursFor, type Colours } from '../reporters/colours.ts'
import { printable } from '../reporters/text-width.ts'
import { countText, durationText, sizeText } from '../reporters/units.ts'
import type { PlanFile } from './plan-file.ts'

export interface PlanTextOptions {
  readonly colours: boolean
  /** Shell-quoted lines for a step. */
  readonly describe: (step: PlanStep<FfmpegWork>) => readonly string[]
}

/** What would be done and why, and the exact commands. Pure; ends with a line feed. */
export function planText(file: PlanFile, options: PlanTextOptions): string {
  const colours = coloursFor(options.colours)
  const { graph, plan } = file
  const tasks = graph.tasks.filter(isProcessTask)
  return `${[
    `${printable(file.call)} on ${file.source === null ? 'an assumed source' : printable(file.source)}`,
    `  ${factsLine(plan.source)}`,
    '',
    countText(tasks.length, 'task'),
    ...tasks.map((task) => `  ${taskLine(task)}`),
    ...plan.doomed.map(({ task, failure }) => colours.red(`  ${task} will fail: ${printable(sentenceOf(failure))}`)),
    '',
    countText(plan.steps.length, 'step'),
    ...plan.steps.flatMap((step) => stepLines(step, colours, options.describe)),
  ].join('\n')}\n`
}

function factsLine(facts: SourceFacts): string {
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

function taskLine(task: Task): string {
  const after = task.inputs.filter((id) => id !== 'source' && id !== 'probe')
  const gate = task.runsIf ? `, if ${task.runsIf.task} suggests ${task.runsIf.suggestion.join(' or ')}` : ''
  return `${task.id}${after.length > 0 ? ` after ${after.join(', ')}` : ''}${gate}`
}

function stepLines(step: PlanStep<FfmpegWork>, colours: Colours, describe: PlanTextOptions['describe']): readonly string[] {
  const needs = step.needs.length > 0 ? `, after ${step.needs.join(', ')}` : ''
  return [
    '',
    `${colours.bold(step.id)}: ${step.covers.join(', ')}${needs}`,
    ...(step.unavailable === undefined ? [] : [colours.red(`  cannot be done here: ${printable(step.unavailable)}`)]),
    ...step.reasons.map(({ choice, because }) => `  ${colours.cyan(choice)}: ${printable(because)}`),
    ...describe(step).map((line) => `  $ ${line}`),
  ]
}
