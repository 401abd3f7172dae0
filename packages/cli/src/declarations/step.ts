import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sandboxOption } from './sandbox-option.ts'
import { verifyOption } from './verify-option.ts'

export const declareStep: Declare = (program, connect) => {
  connect(
    verifyOption(sandboxOption(program.command('step')))
      .argument('<plan>', "a file that 'vodflow plan -o' wrote")
      .argument('<id>', 'the step')
      .description('Do one step of a saved plan.')
      .option('-o, --output <folder>', 'where its files go', '.')
      .addHelpText('after', examples(['vodflow step plan.json encode', 'vodflow step plan.json encode -o out/'])),
    async () => (await import('../commands/step.ts')).step,
  )
}
