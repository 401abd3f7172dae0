import { Option, type Command } from 'commander'

export const sandboxWords = ['auto', 'off', 'require'] as const

/** Of the commands that let ffmpeg or ffprobe open a source. */
export function sandboxOption(command: Command): Command {
  return command.addOption(new Option('--sandbox <when>', 'shut ffmpeg in with bubblewrap: where it works, never, or not without it').choices(sandboxWords))
}
