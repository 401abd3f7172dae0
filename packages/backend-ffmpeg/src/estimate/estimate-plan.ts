import type { TaskGraph, TaskId } from '@vodflow/core'
import { sumOfEstimates, type OutputEstimate, type PlanEstimate, type PlanStep, type TaskEstimate } from '@vodflow/engine'
import { ordersOf, type Draft, type Job } from '../plan/draft.ts'
import type { PictureOrder } from '../plan/pictures.ts'
import type { Scene } from '../plan/scene.ts'
import type { ExpectedOutput, FfmpegWork } from '../work.ts'
import { cpuOf, cpuOfTask, type Amount } from './amounts.ts'
import { encoding } from './encoding.ts'
import { copiedBytes, renditionBytes } from './media-bytes.ts'
import { ownEstimate } from './own.ts'
import { outcomesOf } from './outcomes.ts'
import { imagesBytes, mapBytes, spriteBytes } from './picture-bytes.ts'
import { picturesApart, shaping } from './pictures.ts'
import { hlsSegmentSeconds } from '../plan/encoder-args.ts'

type Step = PlanStep<FfmpegWork>

/** Pure: what the steps would cost and give, by the model of docs/plan.md. */
export function estimatePlan(graph: TaskGraph, steps: readonly Step[], draft: Draft, scene: Scene): PlanEstimate {
  const jobs = new Map(draft.jobs.map((job) => [job.id, job]))
  const all = steps.map((step) => {
    const job = jobs.get(step.id)
    return { step, amounts: job ? jobAmounts(job, scene) : [], bytes: job ? bytesOf(job, scene) : new Map<TaskId, number>() }
  })
  const tasks = all.flatMap(({ step, amounts, bytes }) => step.covers.map((task) => taskEstimate(task, step, amounts, bytes.get(task) ?? bytesInCache(step))))
  return {
    totals: sumOfEstimates(tasks),
    steps: all.map(({ step, amounts }) => ({ step: step.id, cpuSeconds: rounded(cpuOf(amounts)), work: workOf(amounts) })),
    tasks,
    outcomes: outcomesOf(graph, tasks),
  }
}

/** What kinds of work, and how much of each: what a fit of the model reads. */
function jobAmounts(job: Job, scene: Scene): readonly Amount[] {
  switch (job.kind) {
    case 'own': return ownEstimate(job.work, scene).amounts
    case 'pictures': return scene.video ? picturesApart(job, scene, scene.video) : []
    // Pictures beside encodes come from the same decode, exactly.
    case 'encode': return [...encoding(job, scene), ...(scene.video ? shaping(job.pictures, scene.video, true) : [])]
  }
}

function bytesOf(job: Job, scene: Scene): ReadonlyMap<TaskId, number> {
  if (job.kind === 'own') return new Map([job.work, ...(job.also ?? [])].map((work) => [work.task.id, ownEstimate(work, scene).bytes]))
  const renditions = job.kind === 'encode' ? job.renditions : []
  return new Map([
    ...renditions.map(({ rendition, copied }) => [rendition.task.id, copied && rendition.video ? copiedBytes(rendition.expected, scene) : renditionBytes(rendition, scene)] as const),
    ...ordersOf(job).map((order) => [order.task.id, order.expected.kind === 'images' ? imagesBytes(order.expected) : spriteTotal(order)] as const),
  ])
}

function spriteTotal({ expected, shape }: PictureOrder): number {
  if (expected.kind !== 'sprite') return 0
  const { sheets, map } = spriteBytes(expected, shape.width * shape.height)
  return sheets + map
}

/** Known, and not estimated. */
function bytesInCache({ reuse }: Step): number {
  return reuse?.result.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) ?? 0
}

function taskEstimate(task: TaskId, step: Step, amounts: readonly Amount[], bytes: number): TaskEstimate {
  const outputs = outputsOf(task, step, bytes)
  return { task, step: step.id, cpuSeconds: rounded(cpuOfTask(amounts, task)), bytes: outputs.reduce((sum, output) => sum + output.bytes, 0), outputs }
}

function outputsOf(task: TaskId, { work }: Step, bytes: number): readonly OutputEstimate[] {
  if (work.type === 'hls-master-playlist') return [{ path: work.path, files: 1, bytes: 60 + 180 * work.renditions.length }]
  if (work.type === 'review') return []
  return work.outputs.filter((output) => output.task === task).flatMap((output) => outputEstimates(output, Math.round(bytes)))
}

function outputEstimates(output: ExpectedOutput, bytes: number): readonly OutputEstimate[] {
  switch (output.kind) {
    case 'images': return [{ path: output.files[0]?.path ?? '', files: output.files.length, width: output.width, height: output.height, bytes }]
    case 'sprite': {
      const map = Math.min(bytes, mapBytes(output.tileCount))
      return [
        { path: output.sheets[0] ?? '', files: output.sheets.length, width: output.width, height: output.height, bytes: bytes - map },
        { path: output.vtt, files: 1, bytes: map },
      ]
    }
    case 'media': {
      const durationSeconds = output.video?.durationSeconds ?? output.audio?.durationSeconds
      const files = output.container === 'hls' ? 1 + Math.max(1, Math.ceil((durationSeconds ?? 0) / hlsSegmentSeconds - 0.05)) : 1
      return [{ path: output.path, files, ...(output.video && { width: output.video.width, height: output.video.height }), ...(durationSeconds !== undefined && { durationSeconds }), bytes }]
    }
  }
}

function workOf(amounts: readonly Amount[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const { of, quantity } of amounts) sums.set(of, (sums.get(of) ?? 0) + quantity)
  return Object.fromEntries([...sums].filter(([, quantity]) => quantity > 0).map(([of, quantity]) => [of, rounded(quantity)]))
}

/** Milliseconds: more would only look exact. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
