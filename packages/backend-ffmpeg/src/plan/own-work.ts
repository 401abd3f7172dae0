import type { ProcessTask } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { CommandWork, ExpectedOutput, FfmpegCommand, StagedFile } from '../work.ts'

/** What a task that shares nothing with others is: commands of its own. */
export interface OwnWork {
  readonly task: ProcessTask
  readonly stage?: readonly StagedFile[]
  readonly commands: readonly FfmpegCommand[]
  readonly prepare?: CommandWork['prepare']
  readonly outputs: readonly ExpectedOutput[]
  readonly reasons: readonly Reason[]
}
