import { Option, type Command } from 'commander'

/** Of the commands that make outputs. */
export function verifyOption(command: Command): Command {
  return command.addOption(new Option('--verify <how>', "before an output counts: 'deep' decodes its end too").choices(['quick', 'deep']))
}
