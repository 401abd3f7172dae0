import type { Command } from 'commander'
import type { Invocation } from '../invocation.ts'

/** What a command does: the words after its name, its own options, and the exit status it gives. */
export type Start<Options> = (invocation: Invocation, argument: string, options: Options, rest: readonly string[]) => Promise<number>

/** A command's file is loaded when it is asked for: `--help` should not wait for a Lua worker. */
export type Connect = <Options extends object>(command: Command, load: () => Promise<Start<Options>>) => void

/** Declares one command: its arguments, options, help and examples, and the file that does it. */
export type Declare = (program: Command, connect: Connect) => void
