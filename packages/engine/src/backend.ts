import type { Compiled, EncoderSpeed, OptimiserPass, Result, SourceFacts } from '@vodflow/core'
import type { Artifact } from './artifact.ts'
import type { EarlierResults, Recipes } from './cache/look-up.ts'
import type { EstimateTotals } from './estimate.ts'
import type { Encryption } from './encryption.ts'
import type { Plan, PlanStep, StepOutcome } from './plan.ts'
import type { Source } from './source.ts'

/** What every inspection holds; a back end adds its own. Plain JSON, kept in the plan. */
export interface Inspection {
  readonly facts: SourceFacts
}

export interface PlanOptions {
  readonly speed: EncoderSpeed
  /** Passes of the optimiser to leave out; absent: none. */
  readonly without?: readonly OptimiserPass[]
  /** MiB that one process is expected to take at most; absent: what the back end holds for reasonable. */
  readonly memoryMiB?: number
  /** Of pictures: the very frames asked for, or the key frames at or before them; absent: key frames for the tiles of sprites alone. */
  readonly imageAccuracy?: 'key' | 'exact'
  /** Why nothing can be encrypted here; absent where there is a master key. */
  readonly noKeys?: string
}

export interface StepProgress {
  /** [0, 1]. */
  readonly fraction: number
  /** Media seconds made in a second of wall clock; absent while unknown. */
  readonly speed?: number
}

export interface ExecutionContext {
  readonly signal: AbortSignal
  /** Absolute; final outputs go here, atomically. */
  readonly outputFolder: string
  /** Absolute, inside the run's own folder, empty and this step's alone; the engine removes it afterwards. */
  readonly workFolder: string
  /** What the steps before made, for steps that read it (a master playlist). */
  readonly artifacts: readonly Artifact[]
  /** Present where the run's graph encrypts. */
  readonly encryption?: Encryption
  /** Called with each child process started, so that a run that was killed can end it when it goes on. */
  readonly onProcess: (child: ChildRecord) => void
  readonly onProgress: (progress: StepProgress) => void
  /** What the step is expected to take by its plan; of a piece of a step: what the whole is. Absent where the plan does not say. */
  readonly expected?: EstimateTotals | undefined
}

/** Pids are used again, so a child is known by its pid and its start time. */
export interface ChildRecord {
  readonly pid: number
  /** Opaque; equal for the same process only (Linux: field 22 of /proc/PID/stat). */
  readonly startedAt: string
}

export interface Backend<Work = unknown, I extends Inspection = Inspection> {
  readonly name: string
  /** The I/O before a plan. A source that cannot be read or is damaged is a failed result with a `check/…` code. */
  inspect(source: Source, signal: AbortSignal): Promise<Result<I>>
  /** The same for a source that is only assumed; asks the machine for its capabilities and nothing else. */
  assume(facts: SourceFacts, signal: AbortSignal): Promise<Result<I>>
  /** Pure: what would be done and why, or which tasks this back end cannot do. Starts nothing. `earlier`: what a cache has of it. */
  plan(compiled: Compiled, inspection: I, options: PlanOptions, earlier?: EarlierResults): Result<Plan<Work>>
  /** Pure: what decides the bytes of each task's result, for a cache. Undefined for a source that is only assumed; absent where nothing is kept. */
  recipes?(compiled: Compiled, inspection: I, options: PlanOptions): Recipes | undefined
  /** Does one step. Settles soon after `context.signal` aborts; does not throw for a failed job. */
  execute(step: PlanStep<Work>, context: ExecutionContext): Promise<StepOutcome>
  /** Smaller steps that do the same, so that one failing task leaves its siblings; none where it cannot be split. */
  split(plan: Plan<Work>, step: PlanStep<Work>): readonly PlanStep<Work>[]
  /** Shell-quoted lines that a person can paste, in order, for `plan`; those that need the plan take it from `planPath`. */
  describe(step: PlanStep<Work>, planPath?: string): readonly string[]
}
