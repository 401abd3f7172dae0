import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareTest: Declare = (program, connect) => {
  connect(
    program
      .command('test')
      .argument('[path...]', 'test files, procedures with one beside them, folders or globs; none: the whole project')
      .description("Run the tests that lie beside procedures: 'Course.test.json' tests 'Course.lua'.")
      .option('--format <format>', 'pretty, json, junit or github', 'pretty')
      .option('--grep <text>', 'only the tests that have this in their name')
      .option('--update', 'write what there is now into the test files, where it is not what they expect')
      .addHelpText('after', examples(['vodflow test', 'vodflow test procedures/Course.lua', 'vodflow test --grep portrait', 'vodflow test --format junit > tests.xml'])),
    async () => (await import('../commands/test.ts')).test,
  )
}
