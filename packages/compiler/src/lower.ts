import {
  contentDigest, taskId, type AppliedTemplate, type Diagnostic, type HlsMasterPlaylistTask, type ProcessTask, type ReviewTask, type SourceShape, type SourceSpan,
  type Task, type TaskId, type TranscodeTask,
} from '@vodflow/core'
import type { Blame, BlameFor } from './blame.ts'
import { checkDiagnostics } from './diagnostics/check.ts'
import type { ResolvedAction, ResolvedProcedure, ResolvedReview, ResolvedTranscode, Used } from './resolved.ts'

export interface Lowered {
  /** In the graph's order. */
  readonly tasks: readonly Task[]
  readonly origins: ReadonlyMap<TaskId, SourceSpan>
  /** The whole action that asked for each. */
  readonly actions: ReadonlyMap<TaskId, SourceSpan>
  readonly diagnostics: readonly Diagnostic[]
}

/** A task before it has a name. */
type Draft = DraftOf<ProcessTask>
type DraftOf<T> = T extends ProcessTask ? Omit<T, 'id'> : never
type Frame = Pick<ProcessTask, 'inputs' | 'runsIf'>

const source = taskId('source')
const probe = taskId('probe')

/** The tasks of a procedure that is right: named, in order, each once. `callSpan` is the origin of source and probe. */
export function lower(procedure: ResolvedProcedure, callSpan: SourceSpan, blame: BlameFor, shape: SourceShape = { form: 'file' }): Lowered {
  const namer = new Namer(blame)
  const [review, ...sameReviews] = reviewsOf(procedure)
  const frame = frameOf(review?.task)
  const actions = procedure.actions.filter((action) => action.kind !== 'review')
  for (const action of actions) for (const { draft, used } of draftsOf(action, frame)) namer.add({ draft, used, action: action.action.span, partial: isPartial(action) })
  const process = namer.named()
  // A master playlist is made of other tasks' outputs, so it is named when they are.
  for (const action of actions) {
    if (action.kind === 'transcode' && action.action.hlsMasterPlaylist) addMaster(action, frame, namer)
  }
  const masters = namer.named()
  const tasks: Task[] = [{ kind: 'source', id: source, inputs: [], ...shape }, { kind: 'probe', id: probe, inputs: [source] }]
  if (review) tasks.push(review.task)
  tasks.push(...process, ...masters)
  const origins = new Map<TaskId, SourceSpan>([[source, callSpan], [probe, callSpan]])
  if (review) origins.set(review.task.id, blame(review.span, review.task.definition, 'lastArgument').span)
  for (const [id, span] of namer.origins) origins.set(id, span)
  const whole = new Map([...(review ? [[review.task.id, blame(review.action).span] as const] : []), ...namer.actions])
  return { tasks, origins, actions: whole, diagnostics: [...(review ? sameReviewsDoubled(review, sameReviews, blame) : []), ...namer.diagnostics] }
}

interface Review {
  readonly task: ReviewTask
  readonly span: SourceSpan
  readonly action: SourceSpan
}

/** The process stage waits for the first; a rule refuses others. */
function reviewsOf(procedure: ResolvedProcedure): readonly Review[] {
  return procedure.actions
    .filter((action): action is ResolvedReview => action.kind === 'review')
    .map(({ action, used: { definition, template, span } }) => ({
      task: { kind: 'review', id: taskId(`review.${definition}`), inputs: [probe], definition, template }, span, action: action.span,
    }))
}

function sameReviewsDoubled(first: Review, others: readonly Review[], blame: BlameFor): readonly Diagnostic[] {
  const at = ({ span, task }: Review) => blame(span, task.definition, 'lastArgument')
  return others.filter(({ task }) => task.id === first.task.id).map((other) => duplicate(first.task.id, at(other), at(first)))
}

function frameOf(review: ReviewTask | undefined): Frame {
  if (!review) return { inputs: [probe] }
  const inputs = [review.id]
  return review.template.stops ? { inputs, runsIf: { task: review.id, suggestion: ['pass', 'review'] } } : { inputs }
}

interface Drafted {
  readonly draft: Draft
  readonly used: Used<unknown>
}

function isPartial(action: ResolvedAction): boolean {
  return action.kind === 'transcode' && action.isPartial
}

function draftsOf(resolved: Exclude<ResolvedAction, ResolvedReview>, frame: Frame): readonly Drafted[] {
  if (resolved.kind === 'transcode') return transcodeDrafts(resolved, frame)
  return [{ draft: imageDraft(resolved, frame), used: resolved.used }]
}

function imageDraft(resolved: Exclude<ResolvedAction, ResolvedReview | ResolvedTranscode>, frame: Frame): Draft {
  const { definition } = resolved.used
  switch (resolved.kind) {
    case 'animatedGraphics': {
      const { startTime, endTime } = resolved.action
      const range = { ...(startTime && { startTime: startTime.value }), ...(endTime && { endTime: endTime.value }) }
      return { kind: resolved.kind, ...frame, definition, template: resolved.used.template, ...range }
    }
    case 'snapshotByTimeOffset': {
      const timeOffset = [...new Set(resolved.action.timeOffset.map(({ value }) => value))].toSorted((a, b) => a - b)
      return { kind: resolved.kind, ...frame, definition, template: resolved.used.template, timeOffset }
    }
    case 'coverBySnapshot': {
      const { positionType, position } = resolved.action
      return { kind: resolved.kind, ...frame, definition, template: resolved.used.template, positionType: positionType.value, position: position.value }
    }
    case 'sampleSnapshot':
      return { kind: resolved.kind, ...frame, definition, template: resolved.used.template }
    case 'imageSprite':
      return { kind: resolved.kind, ...frame, definition, template: resolved.used.template }
  }
}

function transcodeDrafts(resolved: ResolvedTranscode, frame: Frame): readonly { readonly draft: Omit<TranscodeTask, 'id'>; readonly used: Used<unknown> }[] {
  const { action, watermarks, drm } = resolved
  return resolved.outputs.map((used) => {
    const { definition, template } = used
    const draft = { kind: 'transcode', ...frame, definition, template, watermarks: watermarks.map(applied), idrAlignment: action.idrAlignment, ...(action.verify && { verify: action.verify.value }) } as const
    return { draft: drm ? { ...draft, drm: applied(drm) } : draft, used }
  })
}

function applied<T>({ definition, template }: Used<T>): AppliedTemplate<T> {
  return { definition, template }
}

function addMaster(resolved: ResolvedTranscode, frame: Frame, namer: Namer): void {
  const inputs = transcodeDrafts(resolved, frame)
    .filter(({ draft }) => draft.template.container === 'hls')
    .map(({ draft }) => ({ definition: draft.definition, id: namer.idOf(draft) }))
    .toSorted((a, b) => a.definition - b.definition || compare(a.id, b.id))
    .map(({ id }) => id)
  if (inputs.length < 2) return
  const draft: Omit<HlsMasterPlaylistTask, 'id'> = { kind: 'hlsMasterPlaylist', ...frame, definition: 10000, inputs }
  const { span } = resolved.action
  namer.add({ draft, used: { definition: 10000, template: undefined, span }, action: span, partial: false })
}

interface Asked extends Drafted {
  readonly action: SourceSpan
  /** Two that only look alike, since something was refused of them, are no fault. */
  readonly partial: boolean
}

/** Gives tasks their ids (design.md §2) and finds those that are asked for twice. */
class Namer {
  readonly origins = new Map<TaskId, SourceSpan>()
  readonly actions = new Map<TaskId, SourceSpan>()
  readonly diagnostics: Diagnostic[] = []
  private waiting = new Map<string, Asked>()
  private readonly ids = new Map<string, TaskId>()
  private readonly blame: BlameFor

  constructor(blame: BlameFor) {
    this.blame = blame
  }

  add(asked: Asked): void {
    const digest = contentDigest(asked.draft)
    const first = this.waiting.get(digest)
    if (first === undefined || (first.partial && !asked.partial)) this.waiting.set(digest, asked)
    else if (!asked.partial) this.diagnostics.push(duplicate(baseName(asked.draft), this.blameOf(asked), this.blameOf(first)))
  }

  /** All that was added since the last time, in order. */
  named(): readonly ProcessTask[] {
    const entries = [...this.waiting]
    this.waiting = new Map()
    const times = new Map<string, number>()
    for (const [, { draft }] of entries) times.set(baseName(draft), (times.get(baseName(draft)) ?? 0) + 1)
    const tasks = entries.map(([digest, drafted]): ProcessTask => {
      const base = baseName(drafted.draft)
      const id = taskId(times.get(base) === 1 ? base : `${base}.${digest.slice(0, 8)}`)
      this.ids.set(digest, id)
      this.origins.set(id, this.blameOf(drafted).span)
      this.actions.set(id, this.blame(drafted.action).span)
      return { ...drafted.draft, id }
    })
    return tasks.toSorted((a, b) => compare(a.kind, b.kind) || a.definition - b.definition || compare(a.id, b.id))
  }

  idOf(draft: Draft): TaskId {
    const id = this.ids.get(contentDigest(draft))
    if (id === undefined) throw new Error(`'${baseName(draft)}' has not been named yet`)
    return id
  }

  private blameOf({ draft, used }: Drafted) {
    return draft.kind === 'hlsMasterPlaylist' ? this.blame(used.span) : this.blame(used.span, used.definition, roles[draft.kind])
  }
}

/** At the second one; the first is named beside it, unless one line of a script made both. */
function duplicate(task: string, { span, extras }: Blame, first: Blame): Diagnostic {
  const isSame = first.span.file === span.file && first.span.start === span.start
  const related = [...(isSame ? [] : [{ message: 'it is asked for here first', span: first.span }]), ...(extras?.related ?? [])]
  return checkDiagnostics.create('duplicate-action', span, { task }, related.length > 0 ? { related } : {})
}

const roles = {
  transcode: 'transcode',
  animatedGraphics: undefined,
  coverBySnapshot: 'snapshot',
  snapshotByTimeOffset: 'snapshot',
  sampleSnapshot: 'lastArgument',
  imageSprite: undefined,
} as const

function baseName(draft: Draft): string {
  return `${draft.kind}.${draft.definition}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
