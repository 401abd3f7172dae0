import type { FrontEnd } from '@vodflow/core'
import type { Extension } from './procedure-file.ts'

/** How each language is loaded, the first time that a file of it is. */
export type FrontEndLoaders = { readonly [extension in Extension]: () => Promise<FrontEnd> }

/** Front ends that have been needed so far; each is loaded once. */
export interface FrontEnds {
  of(extension: Extension): Promise<FrontEnd>
  /** Ends what they keep warm. */
  close(): Promise<void>
}

export function createFrontEnds(loaders: FrontEndLoaders): FrontEnds {
  const loaded = new Map<Extension, Promise<FrontEnd>>()
  return {
    of(extension) {
      const known = loaded.get(extension) ?? loaders[extension]()
      loaded.set(extension, known)
      return known
    },
    async close() {
      const frontEnds = await Promise.all(loaded.values())
      await Promise.all(frontEnds.map((frontEnd) => frontEnd.close()))
    },
  }
}
