import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifact } from '../artifact.ts'
import type { Backend, ChildRecord, Inspection, StepProgress } from '../backend.ts'
import { keep, reuse, type CacheInUse } from '../cache/reuse-step.ts'
import type { EstimateTotals } from '../estimate.ts'
import type { Encryption } from '../encryption.ts'
import { failureOfError } from '../file-error.ts'
import type { PlanStep, StepFailure, StepOutcome } from '../plan.ts'

export interface StepRunner<Work, I extends Inspection> {
  readonly backend: Backend<Work, I>
  readonly outputFolder: string
  /** `.vodflow/work`; each attempt at a step gets a folder of its own in it. */
  readonly workRoot: string
  readonly onProcess: (child: ChildRecord) => void
  readonly cache?: CacheInUse
}

export interface StepJob<Work> {
  readonly step: PlanStep<Work>
  readonly attempt: number
  readonly signal: AbortSignal
  readonly artifacts: readonly Artifact[]
  readonly encryption?: Encryption
  readonly onProgress: (progress: StepProgress) => void
  readonly expected: EstimateTotals | undefined
}

/** Never rejects: a back end that throws has crashed. */
export async function runStep<Work, I extends Inspection>(runner: StepRunner<Work, I>, job: StepJob<Work>): Promise<StepOutcome> {
  const workFolder = join(runner.workRoot, `${job.step.id}-${job.attempt}`)
  try {
    await mkdir(runner.workRoot, { recursive: true })
    await rm(workFolder, { recursive: true, force: true })
    await mkdir(workFolder)
    const { cache, outputFolder } = runner
    const outcome = (cache && (await reuse(cache, job.step, workFolder, outputFolder))) ?? (await execute(runner, job, workFolder))
    if (cache !== undefined) await keep(cache, outcome, outputFolder)
    return outcome
  } catch (error) {
    return allFailed(job.step, failureOfError(error))
  } finally {
    // What stays behind here is removed with the whole work folder when the run ends or goes on.
    await rm(workFolder, { recursive: true, force: true }).catch(() => undefined)
  }
}

function execute<Work, I extends Inspection>({ backend, outputFolder, onProcess }: StepRunner<Work, I>, { step, signal, artifacts, encryption, onProgress, expected }: StepJob<Work>, workFolder: string): Promise<StepOutcome> {
  // Of a result that was to be reused the plan expects that it costs nothing.
  return backend.execute(step, { signal, outputFolder, workFolder, artifacts, ...(encryption && { encryption }), onProcess, onProgress, expected: step.reuse === undefined ? expected : undefined })
}

function allFailed(step: PlanStep, failure: StepFailure): StepOutcome {
  return { tasks: step.covers.map((task) => ({ task, ok: false, failure })) }
}
