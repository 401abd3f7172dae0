import { commentsIn } from '@vodflow/core'

/** One line of a `.call` file, without its end. */
export interface CallLine {
  /** Without the comment behind a call. */
  readonly text: string
  /** Of its first character in the file. */
  readonly offset: number
  /** False for a blank line and one that begins with `#`. */
  readonly isCall: boolean
  /** What stands behind a call, with its `#`; empty where nothing does. */
  readonly comment: string
}

/** The lines of a `.call` file: one call on each. */
export function* callLines(text: string): Generator<CallLine> {
  let offset = 0
  for (const written of text.split('\n')) {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written
    const [comment] = line.includes('#') ? commentsIn(line, '#') : []
    const call = line.slice(0, comment?.start)
    const isCall = call.trim() !== ''
    yield { text: isCall ? call : line, offset, isCall, comment: isCall && comment ? line.slice(comment.start, comment.end) : '' }
    offset += written.length + 1
  }
}
