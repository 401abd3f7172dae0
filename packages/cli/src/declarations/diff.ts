import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sourceOptions } from './source-options.ts'

export const declareDiff: Declare = (program, connect) => {
  connect(
    sourceOptions(program.command('diff').argument('<a>', "a procedure, or a file that 'compile' or 'plan -o' wrote").argument('<b>', 'the same, to compare it with'))
      .description('Compare what two procedures, graphs or plans do: exit status 0 where it is the same, 1 where not.')
      .addHelpText('after', examples([
        "vodflow diff 'QCVB_SimpleProcessFile({10,20},0,10)' 'QCVB_SimpleProcessFile({10,30},0,10)'",
        'vodflow diff course.json course.lua --assume height=720,durationSeconds=60',
        'vodflow diff yesterday.plan.json course.lua --json',
      ])),
    async () => (await import('../commands/diff.ts')).diff,
  )
}
