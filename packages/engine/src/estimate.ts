import type { TaskId } from '@vodflow/core'

/** What a plan is expected to make and to cost, by a model that its back end states. Plain JSON. */
export interface PlanEstimate {
  /** In the order of the plan; none for a step that costs nothing worth naming, a built-in. */
  readonly steps: readonly StepEstimate[]
  /** Of every task that has a step, in the order of the steps. */
  readonly tasks: readonly TaskEstimate[]
}

export interface StepEstimate {
  readonly step: string
  /** User and system time on the machine that the model was measured on. */
  readonly cpuSeconds: number
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

/** Of some tasks of a plan: those that a verdict lets run, say. Of all where it is not said which. */
export function estimateTotals({ tasks }: PlanEstimate, counted: (task: TaskId) => boolean = () => true): EstimateTotals {
  const all = tasks.filter(({ task }) => counted(task))
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
