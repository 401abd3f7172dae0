import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareValidate: Declare = (program, connect) => {
  connect(
    program
      .command('validate')
      .argument('[path...]', "files, folders or globs; '-' reads standard input; none: the whole project")
      .description('Find everything that is wrong with procedures, templates, config and .call files.')
      .option('--format <format>', 'pretty, json, jsonl, sarif, github or junit', 'pretty')
      .option('--max-warnings <count>', 'more warnings than this are a problem')
      .option('--assume <key=value,…>', 'facts of a source, so that what depends on one is checked too')
      .option('--fix', 'make every fix that is certain, and say what is left')
      .option('--diff', 'with --fix: show what would be changed, and write nothing')
      .option('--watch', 'check again after every change, until Ctrl-C')
      .option('--stdin-name <name>', "what kind of file standard input is, as in '--stdin-name course.json'")
      .addHelpText('after', examples([
        'vodflow validate',
        'vodflow validate procedures/ calls/nightly.call --strict --max-warnings 0',
        "vodflow validate 'procedures/**/*.lua' --assume height=720,width=1280",
        'vodflow validate --fix --diff',
        'vodflow validate --format sarif > vodflow.sarif',
        "echo 'QCVB_SimpleProcessFile({10,20},0,10)' | vodflow validate -",
      ])),
    async () => (await import('../commands/validate.ts')).validateCommand,
  )
}
