import type { Result } from '@vodflow/core'
import type { Happening } from '../happening.ts'
import type { RunHeader } from '../run-request.ts'

/**
 * Where runs are kept. A commit is all or nothing, and durable when its promise resolves; `expectedVersion` fences off a writer
 * that does not know of the newest commit. Failures are `run/…` diagnostics.
 */
export interface RunStore {
  /** Commit 1 of a new run. Fails with `run/exists` when there is one of that id, or no room for a second one. */
  create(header: RunHeader, happenings: readonly Happening[]): Promise<Result<Version>>
  /** Fails with `run/conflict` unless `expectedVersion` is the run's newest commit, and then changes nothing. */
  append(run: string, expectedVersion: Version, happenings: readonly Happening[]): Promise<Result<Version>>
  /** Undefined for a run that is not here. */
  load(run: string): Promise<Result<StoredRun | undefined>>
  list(): Promise<Result<readonly RunHeader[]>>
  /** Forgets a run; nothing that it made is touched. */
  remove(run: string): Promise<Result<undefined>>
}

/** The number of commits of a run: 1 after `create`. */
export type Version = number

export interface StoredRun {
  readonly header: RunHeader
  readonly version: Version
  /** Of all commits, in order. */
  readonly happenings: readonly Happening[]
}
