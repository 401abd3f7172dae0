import { exitStatus } from './exit-status.ts'
import type { Io } from './io.ts'
import { runProgram } from './program.ts'

/** The whole command: `argv` is without the program's own name. Never throws, never ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await runProgram(argv, io)
  } catch (error) {
    reportBug(error, io)
    return exitStatus.bug
  }
}

function reportBug(error: unknown, io: Io): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const first = error instanceof Error ? error.message : String(error)
  io.stderr.write(`vodflow: this is a bug in vodflow, please report it with the command you gave: ${first.split('\n')[0] ?? ''}\n`)
  io.stderr.write(io.env['VODFLOW_DEBUG'] ? `${stack}\n` : "vodflow: VODFLOW_DEBUG=1 shows where it happened\n")
}
