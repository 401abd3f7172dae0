import type { Declare } from './declare.ts'
import { cacheOptions } from './cache-options.ts'
import { examples } from './examples.ts'
import { sandboxOption } from './sandbox-option.ts'
import { verifyOption } from './verify-option.ts'

export const declareApply: Declare = (program, connect) => {
  connect(
    cacheOptions(verifyOption(sandboxOption(program.command('apply'))))
      .argument('<plan>', "a file that 'vodflow plan -o' wrote; '-' reads it from standard input")
      .description('Run exactly a saved plan, or say what has changed since it was made.')
      .option('-i, --input <file>', 'where the source is now; the source itself for a plan that was made with --assume')
      .option('-o, --output <folder>', 'where the results go')
      .option('--force', 'write into a folder that is not empty')
      .option('--md5', "put the source's MD5 into the result")
      .addHelpText('after', examples([
        'vodflow apply plan.json -o out/',
        'vodflow apply plan.json -i film.mp4 -o out/',
        'vodflow plan course.lua -i film.mp4 --json | vodflow apply - -o out/',
      ])),
    async () => (await import('../commands/apply.ts')).apply,
  )
}
