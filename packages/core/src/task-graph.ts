import type { NotifyMode, PositionType, QualityCheck } from './procedure.ts'
import type { SourceSpan } from './source.ts'
import type {
  AnimatedGraphicsTemplate, DrmTemplate, ImageSpriteTemplate, ReviewTemplate, SampleSnapshotTemplate, SnapshotTemplate,
  TranscodeTemplate, WatermarkTemplate,
} from './template.ts'

/** `source`, `probe`, or `kind.definition`, plus `.` and 8 hex of its content where that is not unique. */
export type TaskId = string & { readonly __brand: 'TaskId' }

/** The one place that turns a text into a task's id: the compiler makes ids, stores and plans read them back. */
export function taskId(text: string): TaskId {
  return text as TaskId
}

export type Suggestion = 'pass' | 'review' | 'block'

/** The task runs only if that review suggested one of these; decided by the engine's reducer and nowhere else. */
export interface RunsIf {
  readonly task: TaskId
  readonly suggestion: readonly Suggestion[]
}

interface TaskBase<K extends string> {
  readonly kind: K
  readonly id: TaskId
  /** Tasks that must have ended well before; inputs stand before their users in the graph. */
  readonly inputs: readonly TaskId[]
  readonly runsIf?: RunsIf
}

interface TemplateTaskBase<K extends string, T> extends TaskBase<K> {
  readonly definition: number
  readonly template: T
}

export type SourceForm = 'file' | 'multiFile' | 'stream' | 'multiStream' | 'pullFile'

/** Seconds as they were asked for; negative: from the end; absent: the start, the end. */
export interface AskedClip {
  readonly start?: number
  readonly end?: number
}

/** What a graph says of where its film comes from: nothing that names a file. */
export interface SourceShape {
  readonly form: SourceForm
  /** Of each part, in order, `{}` for all of it; absent for one whole film. */
  readonly clips?: readonly AskedClip[]
  /** The film is kept as one more output. */
  readonly keep?: true
}

export interface SourceTask extends TaskBase<'source'>, SourceShape {}
export interface ProbeTask extends TaskBase<'probe'> {}
export interface ReviewTask extends TemplateTaskBase<'review', ReviewTemplate> {}

export interface TranscodeTask extends TemplateTaskBase<'transcode', TranscodeTemplate> {
  /** Drawn in this order. */
  readonly watermarks: readonly AppliedTemplate<WatermarkTemplate>[]
  readonly drm?: AppliedTemplate<DrmTemplate>
  readonly idrAlignment: boolean
  /** Absent: its streams, size and duration are looked into, and not how good it looks. */
  readonly verify?: QualityCheck
}

export interface AppliedTemplate<T> {
  readonly definition: number
  readonly template: T
}

/** Definition 10000; its inputs are the HLS transcodes it lists. */
export interface HlsMasterPlaylistTask extends TaskBase<'hlsMasterPlaylist'> {
  readonly definition: 10000
}
export interface AnimatedGraphicsTask extends TemplateTaskBase<'animatedGraphics', AnimatedGraphicsTemplate> {
  /** Seconds; absent: the source's start, its end. */
  readonly startTime?: number
  readonly endTime?: number
}
export interface SnapshotByTimeOffsetTask extends TemplateTaskBase<'snapshotByTimeOffset', SnapshotTemplate> {
  /** Milliseconds, ascending, each once. */
  readonly timeOffset: readonly number[]
}
export interface CoverBySnapshotTask extends TemplateTaskBase<'coverBySnapshot', SnapshotTemplate> {
  readonly positionType: PositionType
  /** Seconds for `Time`, percent for `Percent`. */
  readonly position: number
}
export interface SampleSnapshotTask extends TemplateTaskBase<'sampleSnapshot', SampleSnapshotTemplate> {}
export interface ImageSpriteTask extends TemplateTaskBase<'imageSprite', ImageSpriteTemplate> {}

/** What the process stage is made of. */
export type ProcessTask =
  | TranscodeTask
  | HlsMasterPlaylistTask
  | AnimatedGraphicsTask
  | SnapshotByTimeOffsetTask
  | CoverBySnapshotTask
  | SampleSnapshotTask
  | ImageSpriteTask

export type Task = SourceTask | ProbeTask | ReviewTask | ProcessTask

/** Plain JSON without spans, so graphs of different spellings compare equal. Topological order: inputs before users. */
export interface TaskGraph {
  readonly format: 'vodflow/task-graph@1'
  /** SHA-256, lower-case hex, of the canonical JSON of everything else in the graph. */
  readonly digest: string
  readonly priority: number
  /** Absent: `Finish`. */
  readonly notifyMode?: Exclude<NotifyMode, 'Finish'>
  readonly tasks: readonly Task[]
}

/** The graph with what a graph must not hold: where each task was written, and where images are on this machine. */
export interface Compiled {
  readonly graph: TaskGraph
  readonly origins: ReadonlyMap<TaskId, SourceSpan>
  /** The whole action that asked for each task. */
  readonly actions?: ReadonlyMap<TaskId, SourceSpan>
  readonly images: ReadonlyMap<string, string>
}

export function isProcessTask(task: Task): task is ProcessTask {
  return task.kind !== 'source' && task.kind !== 'probe' && task.kind !== 'review'
}
