import type { Diagnostic } from '@vodflow/core'
import type { Artifact } from '../artifact.ts'

/** What decides the bytes of a task's result. Plain JSON. */
export interface Recipe {
  /** SHA-256, lower-case hex, of all that decides them. */
  readonly key: string
  /** The task as its user knows it: a later recipe of that name is compared to this one. */
  readonly name: string
  /** The readable part: where a result is made again, the plan names what in it is not as it was. */
  readonly parts: { readonly [part: string]: unknown }
}

/** A finished result that is kept. `artifacts` have the paths that they had in their run. */
export interface CachedResult {
  readonly key: string
  readonly artifacts: readonly CachedArtifact[]
}

export type CachedArtifact = Omit<Artifact, 'task'>

/**
 * Finished artifacts by the digest of what made them, for any number of processes at once. Nobody ever sees half a result, and
 * nothing here fails a run: what cannot be read is not there, what cannot be written is a warning.
 */
export interface ArtifactCache {
  /** Absolute. */
  readonly folder: string
  /** Undefined: not there, or not as it was kept, and then never found again. Counts as a use. */
  readonly find: (key: string) => Promise<CachedResult | undefined>
  /** Puts the files of what was found into a folder. False, and nothing there, where the result has gone or changed meanwhile. */
  readonly take: (result: CachedResult, folder: string) => Promise<boolean>
  /** Keeps files that are finished and will not be written to again; makes room by forgetting what was unused for longest. */
  readonly put: (recipe: Recipe, artifacts: readonly CachedArtifact[], folder: string) => Promise<readonly Diagnostic[]>
  /** The last recipe of each name that was remembered of a source. */
  readonly recall: (source: string) => Promise<ReadonlyMap<string, Recipe>>
  readonly remember: (source: string, recipes: readonly Recipe[]) => Promise<void>
}
