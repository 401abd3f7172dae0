import type { Command } from 'commander'
import { collect } from './collect.ts'

/** Of the commands for which several files, or a recording, can be one source. */
export function joinOptions(command: Command): Command {
  return command
    .option('--concat', 'join the inputs, in their order, for one run')
    .option('--recordings <file>', 'an index of recorded streams (grammars/recordings.schema.json) in place of -i')
    .option('--stream <id>', 'which stream of it; several are joined in their order', collect, [])
    .option('--from <time>', 'from when, by the wall clock: 2026-05-01T10:00:00Z, or seconds since 1970', collect, [])
    .option('--to <time>', 'until when', collect, [])
    .option('--gaps <how>', "what becomes of times without a recording: 'skip', 'black' or 'refuse' (default: recordings.gaps of the config, else 'skip')")
}
