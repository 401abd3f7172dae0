import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareExplain: Declare = (program, connect) => {
  connect(
    program
      .command('explain')
      .argument('[code]', 'a code as a message ends with it, with or without its prefix; none: all codes')
      .description('Say what a diagnostic means, with a wrong and a right example, and how to mend it.')
      .addHelpText('after', examples(['vodflow explain', 'vodflow explain template/unknown', 'vodflow explain unknown-procedure --json'])),
    async () => (await import('../commands/explain.ts')).explain,
  )
}
