import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareFmt: Declare = (program, connect) => {
  connect(
    program
      .command('fmt')
      .argument('[path...]', "files, folders or globs; '-' formats standard input; none: the whole project")
      .description('Bring procedures, templates, config, tests and .call files into one style.')
      .option('--check', 'write nothing, list what would change, and exit with 1 if there is any')
      .option('--diff', 'write nothing, print what would change as a patch')
      .option('--stdin-name <name>', "what kind of file standard input is, as in '--stdin-name course.json'")
      .addHelpText('after', examples([
        'vodflow fmt',
        'vodflow fmt procedures/ calls/nightly.call',
        'vodflow fmt --check',
        'vodflow fmt - --stdin-name course.lua < course.lua',
      ])),
    async () => (await import('../commands/fmt.ts')).fmt,
  )
}
