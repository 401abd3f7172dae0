import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareTemplates: Declare = (program, connect) => {
  connect(
    program
      .command('templates')
      .argument('[id]', 'a definition: every template of that number')
      .description('List the templates of the project, built-in ones included.')
      .addHelpText('after', examples(['vodflow templates', 'vodflow templates 230', 'vodflow templates --json'])),
    async () => (await import('../commands/templates.ts')).templates,
  )
}
