import type { SourceFile } from '@vodflow/core'

/** What a text asks to be silenced, and where. */
export interface Ignore {
  readonly file: SourceFile
  /** As written, perhaps empty. */
  readonly code: string
  readonly reason: string
  /** Where the ignore itself stands. */
  readonly start: number
  readonly end: number
  /** What begins in here is silenced: a line, or a JSON object. */
  readonly from: number
  readonly to: number
}

/** `CODE: reason`; without the colon there is no reason. */
export function codeAndReason(text: string): Pick<Ignore, 'code' | 'reason'> {
  const [, code = '', reason = ''] = /^\s*([^\s:]{0,100})\s*:?\s*(.*?)\s*$/su.exec(text.slice(0, 1000)) ?? []
  return { code, reason }
}
