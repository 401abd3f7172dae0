import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sourceOptions } from './source-options.ts'

export const declareCompile: Declare = (program, connect) => {
  connect(
    sourceOptions(program.command('compile').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Print the task graph of a procedure as JSON.')
      .addHelpText('after', examples([
        "vodflow compile 'QCVB_SimpleProcessFile({10,20},0,10,10)'",
        'vodflow compile ladder.lua -i film.mp4',
        'vodflow compile ladder.lua --assume height=1080,durationSeconds=60',
      ])),
    async () => (await import('../commands/compile.ts')).compile,
  )
}
