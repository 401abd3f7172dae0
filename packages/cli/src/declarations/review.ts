import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sandboxOption } from './sandbox-option.ts'

export const declareReview: Declare = (program, connect) => {
  connect(
    sandboxOption(program.command('review'))
      .argument('<run>', "the folder of a run that waits for a person, or the run's id")
      .argument('<ruling>', "'pass': the rest runs; 'reject': the run ends without it")
      .description('Decide on a source that a review is in doubt about, and go on with its run.')
      .option('--md5', "put the source's MD5 into the result")
      .addHelpText('after', examples(['vodflow review out/ pass', 'vodflow review out/ reject --json'])),
    async () => (await import('../commands/review.ts')).review,
  )
}
