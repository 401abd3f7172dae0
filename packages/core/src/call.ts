import type { SourceSpan } from './source.ts'
import type { Value } from './value.ts'

/** What frontend-call gives: `Name`, `Name(arg, …)`, or a path in place of the name. */
export interface Call {
  readonly name: CallName
  readonly arguments: readonly Value[]
  readonly span: SourceSpan
}

export interface CallName {
  readonly text: string
  /** A path contains `/` or ends in `.lua` or `.json` (design.md §4). */
  readonly kind: 'name' | 'path'
  readonly span: SourceSpan
}
