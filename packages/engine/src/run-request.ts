import { contentDigest, type ProjectConfig } from '@vodflow/core'
import type { PlanOptions } from './backend.ts'
import type { SourceRequest } from './source.ts'
import type { SourceIdentity } from './source-identity.ts'

/**
 * Everything that decides what a run does, as plain JSON. It is kept with the run, so that a restart compiles these texts and
 * never re-reads a file that has changed in between.
 */
export interface RunRequest {
  /** As written: `Name(arg, …)`. */
  readonly call: string
  readonly procedures: readonly SnapshotFile[]
  readonly templates: readonly SnapshotFile[]
  readonly config: ProjectConfig
  readonly options: PlanOptions
  readonly source: SourceRequest
  /** Where the image of a watermark is on this machine, by its digest. */
  readonly images?: { readonly [digest: string]: string }
  /** What the keys of encrypted outputs are for; absent: made of the source's bytes. */
  readonly fileId?: string
  /** Digest of the plan that is applied; absent where the run makes its own. */
  readonly plan?: string
}

/** A text of the project as it was when the run was asked for. */
export interface SnapshotFile {
  readonly path: string
  readonly text: string
  /** SHA-256 of the text, lower-case hex. */
  readonly digest: string
}

/** What a run is known by before anything has happened in it. Plain JSON. */
export interface RunHeader {
  readonly format: 'vodflow/run@1'
  readonly run: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  readonly backend: string
  readonly request: RunRequest
  /** Of each file that is read, in the order of the parts; null for one that could not be read. */
  readonly identities: readonly (SourceIdentity | null)[]
  /** Two runs with equal digests were asked for the same thing; see `requestDigest`. */
  readonly digest: string
}

/** What makes two requests the same: the texts, not the folders they were read from. */
export function requestDigest(request: RunRequest, identities: RunHeader['identities'], backend: string): string {
  return contentDigest({
    backend,
    call: request.call,
    procedures: digestsOf(request.procedures),
    templates: digestsOf(request.templates),
    config: request.config,
    options: request.options,
    images: Object.keys(request.images ?? {}).toSorted(),
    source: request.source,
    plan: request.plan,
    fileId: request.fileId,
    identities,
  })
}

function digestsOf(files: readonly SnapshotFile[]): readonly string[] {
  return files.map(({ digest }) => digest)
}
