import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sourceOptions } from './source-options.ts'

export const declarePlan: Declare = (program, connect) => {
  connect(
    sourceOptions(program.command('plan').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Say what run would do, and why, without doing it.')
      .option('-o, --output <file>', "save the plan for 'vodflow apply' and 'vodflow step'")
      .option('--identity <how>', "'full' hashes all of the source, not only its first and last MiB")
      .addHelpText('after', examples([
        "vodflow plan 'QCVB_SimpleProcessFile({10,20},0,10,10)' -i film.mp4",
        "vodflow plan course.json --assume width=1920,height=1080,durationSeconds=60 --json",
        'vodflow plan course.lua -i film.mp4 -o plan.json',
      ])),
    async () => (await import('../commands/plan.ts')).plan,
  )
}
