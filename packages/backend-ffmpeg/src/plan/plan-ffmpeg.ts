import {
  canonicalJson, isProcessTask, settle, type Compiled, type Diagnostic, type HlsMasterPlaylistTask, type ProcessTask, type Result, type TaskId,
} from '@vodflow/core'
import type { DoomedTask, EarlierResults, Plan, PlanOptions, PlanStep, StepFailure } from '@vodflow/engine'
import { estimatePlan } from '../estimate/index.ts'
import { fileOf, type FfmpegInspection } from '../inspection.ts'
import { isJoin, joinCanvas, timelineOf } from '../join/index.ts'
import type { FfmpegWork } from '../work.ts'
import type { Job } from './draft.ts'
import { stepOf } from './emit.ts'
import { keptSourceTask } from './operations/kept-source.ts'
import { lowerReview, reviewStep } from './operations/review.ts'
import { jobOf, lowerTask, taskDiagnostics, withoutToneMapping, type Lowered, type WorkTask } from './lower.ts'
import { namesFor } from './names.ts'
import { optimised } from './passes/index.ts'
import { reusedStep, withReasonsToMakeAgain } from './reused.ts'
import { isDoom, videoStream, type Scene } from './scene.ts'

type Step = PlanStep<FfmpegWork>

/** Pure: which ffmpeg commands make the graph's outputs from this source with this build, and why these. */
export function planFfmpeg(compiled: Compiled, inspection: FfmpegInspection, options: PlanOptions, earlier?: EarlierResults): Result<Plan<FfmpegWork>> {
  const { scene, jobs, doomed, diagnostics } = loweredJobs(compiled, inspection, options)
  const without = options.without ?? []
  const isFound = (id: TaskId): boolean => earlier?.found.has(id) === true
  const todo = [...jobs].flatMap(([id, job]) => (isFound(id) ? [] : [job]))
  const draft = withReasonsToMakeAgain(optimised({ jobs: todo }, scene, without), earlier)
  const steps = [
    ...[...jobs.keys()].filter(isFound).flatMap((id) => (earlier ? aloneSteps(id, id, jobs, scene, without).map((step) => reusedStep(step, earlier)) : [])),
    ...draft.jobs.map((job) => withAlone(stepOf(job, scene), jobs, scene, without)),
  ]
  const playlists = masterPlaylists(compiled, steps, doomed, scene)
  const reviews = planReviews(compiled, scene, without)
  const all = [...reviews.steps, ...steps, ...playlists.steps]
  return settle(
    {
      backend: 'ffmpeg', graph: compiled.graph.digest, source: inspection.facts, ...(without.length > 0 && { without }),
      steps: all, doomed: [...reviews.doomed, ...doomed, ...playlists.doomed], estimate: estimatePlan(compiled.graph, all, { jobs: [...reviews.jobs, ...draft.jobs] }, scene),
    },
    diagnostics,
  )
}

/** Each task by itself, with all that was looked at. */
export interface LoweredJobs extends Omit<LoweredAll, 'lowered'> {
  readonly scene: Scene
  readonly jobs: ReadonlyMap<TaskId, Job>
}

export function loweredJobs(compiled: Compiled, inspection: FfmpegInspection, options: PlanOptions): LoweredJobs {
  const scene = sceneOf(compiled, inspection, options)
  const { lowered, ...rest } = lowerAll(compiled, scene)
  return { ...rest, scene, jobs: jobsOf(workTasks(compiled, scene), lowered, scene) }
}

function sceneOf(compiled: Compiled, inspection: FfmpegInspection, options: PlanOptions): Scene {
  const video = videoStream(inspection)
  const [audio] = inspection.facts.audioStreams
  return {
    input: fileOf(inspection.parts[0])?.path ?? 'SOURCE', inspection, capabilities: inspection.capabilities, speed: options.speed, ...(options.memoryMiB !== undefined && { memoryMiB: options.memoryMiB }), ...(options.imageAccuracy && { imageAccuracy: options.imageAccuracy }),
    ...(isJoin(inspection.parts) && { join: timelineOf(inspection.parts, joinCanvas(inspection.parts)) }),
    ...(options.noKeys !== undefined && { noKeys: options.noKeys }), ...(video && { video }), ...(audio && { audio }), names: namesFor(compiled.graph), images: compiled.images,
  }
}

interface LoweredAll {
  readonly lowered: ReadonlyMap<TaskId, Lowered>
  readonly doomed: readonly DoomedTask[]
  readonly diagnostics: readonly Diagnostic[]
}

function lowerAll(compiled: Compiled, scene: Scene): LoweredAll {
  const lowered = new Map<TaskId, Lowered>()
  const doomed: DoomedTask[] = []
  const diagnostics: Diagnostic[] = []
  for (const task of workTasks(compiled, scene)) {
    const { result, needs } = lowerTask(task, scene)
    const doom = isDoom(result) ? result : withoutToneMapping(needs, scene)
    if (doom !== undefined) doomed.push({ task: task.id, failure: doom.doom })
    else {
      diagnostics.push(...taskDiagnostics(task, needs, scene, compiled.origins.get(task.id)))
      if (!isDoom(result)) lowered.set(task.id, result)
    }
  }
  return { lowered, doomed, diagnostics }
}

/** What there is to do for ffmpeg, in the order of the graph: the source itself comes first, where it is kept. */
function workTasks(compiled: Compiled, scene: Scene): readonly WorkTask[] {
  const kept = keptSourceTask(compiled.graph, scene)
  return [...(kept ? [kept] : []), ...compiled.graph.tasks.filter(isWorkTask)]
}

function isWorkTask(task: Compiled['graph']['tasks'][number]): task is WorkTask {
  return isProcessTask(task) && task.kind !== 'hlsMasterPlaylist'
}

/** Each task by itself, in the order of the graph. */
function jobsOf(tasks: readonly WorkTask[], lowered: ReadonlyMap<TaskId, Lowered>, { noKeys }: Scene): ReadonlyMap<TaskId, Job> {
  return new Map(tasks.flatMap((task): readonly [TaskId, Job][] => {
    const each = lowered.get(task.id)
    // What cannot be encrypted here must not keep the others from being shown as they would be without it.
    const apart = noKeys !== undefined && task.kind === 'transcode' && task.drm !== undefined ? ' encrypted' : ''
    const condition = (task.runsIf ? canonicalJson(task.runsIf) : '') + apart
    return each ? [[task.id, jobOf(each, condition, task.runsIf ? [stepId(task.runsIf.task)] : [])]] : []
  }))
}

/** Each task of a step by itself: kept in the step, for when the whole of it fails. */
function withAlone(step: Step, jobs: ReadonlyMap<TaskId, Job>, scene: Scene, without: PlanOptions['without']): Step {
  if (step.work.type !== 'ffmpeg' || step.covers.length < 2) return step
  const alone = step.covers.flatMap((task) => aloneSteps(task, `${step.id}.${task}`, jobs, scene, without))
  return { ...step, work: { ...step.work, alone } }
}

function aloneSteps(task: TaskId, id: string, jobs: ReadonlyMap<TaskId, Job>, scene: Scene, without: PlanOptions['without']): readonly Step[] {
  const job = jobs.get(task)
  return job ? optimised({ jobs: [job] }, scene, without ?? []).jobs.map((one) => ({ ...stepOf(one, scene), id })) : []
}

/** Task ids are made of words, numbers and dots, and are file names as they are. */
function stepId(task: TaskId): string {
  return task
}

interface PlannedReviews {
  readonly jobs: readonly Job[]
  readonly steps: readonly Step[]
  readonly doomed: readonly DoomedTask[]
}

/** Their pictures come first and by themselves: whether the rest runs at all hangs on them. */
function planReviews(compiled: Compiled, scene: Scene, without: NonNullable<PlanOptions['without']>): PlannedReviews {
  const planned = compiled.graph.tasks.filter((task) => task.kind === 'review').map((task): PlannedReviews => {
    const review = lowerReview(task, scene)
    const doom = isDoom(review) ? review : withoutToneMapping({ parts: [], decodes: { video: true, audio: false } }, scene)
    if (doom !== undefined || isDoom(review)) return { jobs: [], steps: [], doomed: doom ? [{ task: task.id, failure: doom.doom }] : [] }
    const jobs = optimised({ jobs: [jobOf({ kind: 'pictures', pictures: review.pictures }, '', [])] }, scene, without).jobs.map((job) => ({ ...job, id: stepId(task.id) }))
    const steps = jobs.map((job) => stepOf(job, scene)).flatMap((step) => (step.work.type === 'ffmpeg' ? [reviewStep(task, review, step, step.work, scene)] : []))
    return { jobs, steps, doomed: [] }
  })
  return { jobs: planned.flatMap(({ jobs }) => jobs), steps: planned.flatMap(({ steps }) => steps), doomed: planned.flatMap(({ doomed }) => doomed) }
}

/** A playlist of renditions that cannot be made cannot be made either, for the same reason. */
function masterPlaylists(compiled: Compiled, steps: readonly Step[], doomed: readonly DoomedTask[], scene: Scene): { readonly steps: readonly Step[]; readonly doomed: readonly DoomedTask[] } {
  const tasks = compiled.graph.tasks.filter((task) => task.kind === 'hlsMasterPlaylist')
  const failureOf = (task: HlsMasterPlaylistTask): StepFailure | undefined => doomed.find((each) => task.inputs.includes(each.task))?.failure
  return {
    steps: tasks.filter((task) => failureOf(task) === undefined).map((task) => masterPlaylistStep(task, renditionsOf(task, compiled), steps, scene)),
    doomed: tasks.flatMap((task) => {
      const failure = failureOf(task)
      return failure ? [{ task: task.id, failure }] : []
    }),
  }
}

function renditionsOf(task: HlsMasterPlaylistTask, compiled: Compiled): readonly ProcessTask[] {
  return compiled.graph.tasks.filter(isProcessTask).filter((each) => each.kind === 'transcode' && task.inputs.includes(each.id))
}

function masterPlaylistStep(task: HlsMasterPlaylistTask, renditions: readonly ProcessTask[], steps: readonly Step[], scene: Scene): Step {
  const ids = renditions.map(({ id }) => id)
  return {
    id: stepId(task.id), covers: [task.id],
    needs: steps.filter((step) => step.covers.some((id) => ids.includes(id))).map(({ id }) => id),
    reasons: [{ choice: 'built-in', because: `written from what its ${ids.length} renditions turn out to be` }],
    work: { type: 'hls-master-playlist', task: task.id, path: scene.names.masterPlaylist(task), renditions: ids },
  }
}
