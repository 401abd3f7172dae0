import type { Suggestion, TaskId } from '@vodflow/core'

/** What a plan is expected to make and to cost, by a model that its back end states. Plain JSON. */
export interface PlanEstimate {
  /** Of all tasks, as if every one ran. */
  readonly totals: EstimateTotals
  /** In the order of the plan; none for a step that costs nothing worth naming, a built-in. */
  readonly steps: readonly StepEstimate[]
  /** Of every task that has a step, in the order of the steps. */
  readonly tasks: readonly TaskEstimate[]
  /** What runs, by what each review may suggest; empty where nothing depends on one. */
  readonly outcomes: readonly OutcomeEstimate[]
}

/** Suggestions of one review after which the same tasks run, with all that does not depend on it. */
export interface OutcomeEstimate extends EstimateTotals {
  readonly review: TaskId
  readonly suggestions: readonly Suggestion[]
  readonly tasks: readonly TaskId[]
}

export interface StepEstimate {
  readonly step: string
  /** User and system time on the machine that the model was measured on. */
  readonly cpuSeconds: number
  /** What that is the sum of: how much of each kind of work, in the units of the back end's model. */
  readonly work: Readonly<Record<string, number>>
}

export interface TaskEstimate {
  readonly task: TaskId
  readonly step: string
  /** Its part of the step: what only it asks for, and an even share of what several use. The parts add up to the step's. */
  readonly cpuSeconds: number
  readonly bytes: number
  readonly outputs: readonly OutputEstimate[]
}

/** A file, or files alike: the pictures of a sample, the sheets of a sprite, the segments of a playlist. */
export interface OutputEstimate {
  /** Of the only one, or the first. */
  readonly path: string
  readonly files: number
  /** Pixels, where it shows something. */
  readonly width?: number
  readonly height?: number
  /** Where it plays. */
  readonly durationSeconds?: number
  /** Of all of them. */
  readonly bytes: number
}

export interface EstimateTotals {
  readonly cpuSeconds: number
  readonly bytes: number
}

/** Of one step; of a piece that a step was split into, whose id begins with the step's: what the whole is expected to take. */
export function estimateOfStep(estimate: PlanEstimate | undefined, step: string): EstimateTotals | undefined {
  const whole = estimate?.steps.find((each) => each.step === step || step.startsWith(`${each.step}.`))
  if (estimate === undefined || whole === undefined) return undefined
  const tasks = estimate.tasks.filter((task) => task.step === whole.step)
  return { cpuSeconds: whole.cpuSeconds, bytes: tasks.reduce((sum, { bytes }) => sum + bytes, 0) }
}

export function sumOfEstimates(all: readonly EstimateTotals[]): EstimateTotals {
  return {
    // Milliseconds, as each of them is: a sum should not look more exact.
    cpuSeconds: Math.round(all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) * 1000) / 1000,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
