/** Everything of the process that a command touches, so that tests can call `main` without one. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  /** All of standard input as UTF-8; rejects beyond `maxBytes`. */
  readonly readStdin: (maxBytes: number) => Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly cwd: string
  /** Calls back at the first Ctrl-C (or SIGTERM); the function returned takes that back. */
  readonly onInterrupt: (listener: () => void) => () => void
}

export interface Output {
  readonly write: (text: string) => void
  readonly isTTY: boolean
  /** Of the terminal at this moment; 80 where there is none. */
  readonly columns: number
  /** Likewise; 24 where there is none. */
  readonly rows: number
}

/** NO_COLOR (any text) wins, a dumb terminal has none. */
export function hasColours(output: Output, env: Io['env']): boolean {
  return output.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
