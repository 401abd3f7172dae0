import type { Command } from 'commander'
import { collect } from './collect.ts'

/** Of the commands that need a source, or facts in its place. */
export function sourceOptions(command: Command, inputs = 'the source, or a clip of it: film.mp4#10,25; may be given once'): Command {
  return command
    .option('-i, --input <file>', inputs, collect, [])
    .option('--clip <start,end>', 'a part of the source, in seconds; negative: from the end')
    .option('--assume <key=value,…>', 'facts in place of a source: durationSeconds=60,height=720 and any other')
}
