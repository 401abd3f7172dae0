import { isProcessTask, type Task, type TaskId } from '@vodflow/core'
import { sentenceOf, type OutputEstimate, type PlanStep, type TaskEstimate } from '@vodflow/engine'
import { taskWords } from '@vodflow/picture'
import type { Colours } from '../reporters/colours.ts'
import { printable } from '../reporters/text-width.ts'
import { durationText, sizeText } from '../reporters/units.ts'
import type { PlanContent } from './plan-file.ts'
import { cpuText } from './plan-text-about.ts'

/** Each task: what it is, from where in the user's text, what it should make and cost, and why it is done so. */
export function taskLines({ graph, origins, plan }: PlanContent, colours: Colours): readonly string[] {
  const estimates = new Map(plan.estimate?.tasks.map((each) => [each.task, each]))
  const steps = new Map(plan.steps.flatMap((step) => step.covers.map((task) => [task, step])))
  const doomed = new Map(plan.doomed.map(({ task, failure }) => [task, sentenceOf(failure)]))
  return graph.tasks.filter((task) => isProcessTask(task) || task.kind === 'review' || (task.kind === 'source' && task.keep === true)).flatMap((task) => {
    const failure = doomed.get(task.id)
    return [
      '',
      `${colours.bold(task.id)}: ${taskWords(task).map(printable).join('; ')}`,
      ...originLine(task, origins[task.id]),
      ...(failure === undefined ? doneLines(task.id, steps.get(task.id), estimates.get(task.id), colours) : [colours.red(`  skip: will fail, as ${printable(failure)}`)]),
    ]
  })
}

function originLine({ inputs, runsIf }: Task, origin: string | undefined): readonly string[] {
  const after = inputs.filter((id) => id !== 'source' && id !== 'probe')
  return [
    ...(origin === undefined ? [] : [`  from ${printable(origin)}`]),
    ...(after.length > 0 ? [`  after ${after.join(', ')}${runsIf ? `, if ${runsIf.task} suggests ${runsIf.suggestion.join(' or ')}` : ''}`] : []),
  ]
}

function doneLines(task: TaskId, step: PlanStep | undefined, estimate: TaskEstimate | undefined, colours: Colours): readonly string[] {
  const cost = estimate && estimate.cpuSeconds > 0 ? `, about ${cpuText(estimate.cpuSeconds)}` : ''
  return [
    ...(estimate?.outputs ?? []).map((output) => `  makes ${outputText(output)}`),
    ...(step === undefined ? [] : [`  in step ${step.id}${cost}`]),
    ...(step?.unavailable === undefined ? [] : [colours.red(`  cannot be done here: ${printable(step.unavailable)}`)]),
    ...(step?.reasons ?? []).filter(({ tasks }) => tasks === undefined || tasks.includes(task)).map(({ choice, because }) => `  ${colours.cyan(choice)}: ${printable(because)}`),
  ]
}

/** `v.f20.mp4, 640x360, 8.0 s, about 586 kB`; `sample.f10_0000.jpg and 9 more, …`. */
function outputText({ path, files, width, height, durationSeconds, bytes }: OutputEstimate): string {
  return [
    `${printable(path)}${files > 1 ? ` and ${files - 1} more` : ''}`,
    ...(width === undefined || height === undefined ? [] : [`${width}x${height}`]),
    ...(durationSeconds === undefined ? [] : [durationText(durationSeconds)]),
    `about ${sizeText(bytes)}`,
  ].join(', ')
}
