import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareConvert: Declare = (program, connect) => {
  connect(
    program
      .command('convert')
      .argument('<procedure>', "a call, a name or a path; '-' reads it from standard input")
      .requiredOption('--to <form>', 'json, lua, call or procedure-template')
      .description('Write a procedure in another form that gives the same task graph.')
      .option('-o, --output <file>', 'a new file (default: standard output)')
      .option('--assume <key=value,…>', 'facts of a source, where the new form cannot ask for them')
      .addHelpText('after', examples([
        'vodflow convert procedures/Course.json --to lua -o procedures/Course.lua',
        "vodflow convert 'QCVB_SimpleProcessFile({10,20},0,10)' --to json",
        "vodflow convert 'course.lua({210,220})' --to procedure-template --assume height=1080",
        'vodflow convert MyProcedure.json --to call',
      ])),
    async () => (await import('../commands/convert.ts')).convertCommand,
  )
}
