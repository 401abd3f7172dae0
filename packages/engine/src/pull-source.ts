import type { Result } from '@vodflow/core'
import type { SourceIdentity } from './source-identity.ts'
import type { SourceRequest } from './source.ts'

export type PullRequest = Extract<SourceRequest, { readonly form: 'pullFile' }>

export interface PullProgress {
  readonly receivedBytes: number
  /** Absent while the server does not say. */
  readonly totalBytes?: number
}

export interface PullJob {
  readonly request: PullRequest
  /** Hosts and networks that may be asked although they are not of the open internet. */
  readonly allow: readonly string[]
  /** Absolute, inside the run's own folder and this URL's alone: what it holds of an earlier pull is gone on with. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  /** Called before each further attempt. */
  readonly onRetry: (retry: { readonly why: string; readonly afterMs: number }) => void
}

/**
 * Makes a file of a URL. Failed with `check/…` where the URL or its server is at fault and `run/…` where this machine is; without a
 * diagnostic where the signal was aborted. Does not throw for what is foreseen.
 */
export type PullSource = (job: PullJob) => Promise<Result<{ readonly path: string; readonly sizeBytes: number; readonly md5: string; readonly contentType?: string }>>

/** What a URL became. Plain JSON, kept with the run. */
export interface PulledSource {
  /** Absolute, as the plan names it. */
  readonly path: string
  /** Lower-case hex. */
  readonly md5: string
  readonly identity: SourceIdentity
  /** What the server called it. */
  readonly contentType?: string
}
