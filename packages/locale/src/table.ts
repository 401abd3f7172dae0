import type { Catalogue, Definition } from '@vodflow/core'

/** A sentence for each code of a catalogue, made of the same parameters: a code without one does not compile. */
export type TableOf<C> = C extends Catalogue<infer Entries extends Record<string, Definition>>
  ? { readonly [Code in keyof Entries]: (params: Parameters<Entries[Code]['message']>[0]) => string }
  : never

/** What is left of a `TableOf` once its catalogue is forgotten. */
export interface Table {
  readonly prefix: string
  // `never` takes every sentence, whatever its parameters; `inChinese` gives it those of its own code.
  readonly sentences: Readonly<Record<string, (params: never) => string>>
}
