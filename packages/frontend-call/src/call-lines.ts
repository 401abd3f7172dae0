/** One line of a `.call` file, without its end. */
export interface CallLine {
  readonly text: string
  /** Of its first character in the file. */
  readonly offset: number
  /** False for a blank line and one that begins with `#`. */
  readonly isCall: boolean
}

/** The lines of a `.call` file: one call on each. */
export function* callLines(text: string): Generator<CallLine> {
  let offset = 0
  for (const line of text.split('\n')) {
    const call = line.trim()
    yield { text: line.endsWith('\r') ? line.slice(0, -1) : line, offset, isCall: call !== '' && !call.startsWith('#') }
    offset += line.length + 1
  }
}
