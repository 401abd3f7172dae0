import type { Result } from '@vodflow/core'
import type { RunStore } from './run-store.ts'

/** An output folder that this process alone holds. Spread it into the dependencies of `runProcedure`. */
export interface Output {
  readonly outputFolder: string
  readonly store: RunStore
  /** Gives the folder free; removes what was made for a run that was refused. */
  close(): Promise<void>
}

export interface OpenOutputOptions {
  /** Take a folder that has other things in it. */
  readonly force?: boolean
}

/**
 * Makes the folder and takes it for this process. Refused with a `run/…` diagnostic: not a folder, not writable, not empty and
 * without `.vodflow/` (unless forced), in use by another process, records that cannot be read.
 */
export async function openOutput(folder: string, options: OpenOutputOptions = {}): Promise<Result<Output>> {
  throw new Error(`not written yet: ${folder} ${String(options.force)}`)
}
