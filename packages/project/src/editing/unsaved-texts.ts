import { AsyncLocalStorage } from 'node:async_hooks'

/** Texts that an editor holds and has not written yet, by absolute path with links followed. */
export type UnsavedTexts = ReadonlyMap<string, string>

const current = new AsyncLocalStorage<UnsavedTexts>()

/** While `work` runs, these texts stand in place of the files. Not a parameter: whatever reads a file would have to hand it on. */
export function withUnsaved<T>(texts: UnsavedTexts, work: () => T): T {
  return current.run(texts, work)
}

export function unsavedText(path: string): string | undefined {
  return current.getStore()?.get(path)
}
