import type { Declare } from './declare.ts'
import { cacheOptions } from './cache-options.ts'
import { joinOptions } from './join-options.ts'
import { examples } from './examples.ts'
import { imageAccuracyOption } from './image-accuracy-option.ts'
import { sandboxOption } from './sandbox-option.ts'
import { sourceOptions } from './source-options.ts'

export const declarePlan: Declare = (program, connect) => {
  connect(
    sourceOptions(joinOptions(cacheOptions(sandboxOption(program.command('plan')))).argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"), 'the source, or a clip of it: film.mp4#10,25; several give a table with a row for each')
      .description('Say what run would do, and why, without doing it.')
      .option('-o, --output <file>', "save the plan for 'vodflow apply' and 'vodflow step'")
      .option('--keep-source', 'plan to keep the film that is worked on as source.mp4')
      .option('--identity <how>', "'full' hashes all of the source, not only its first and last MiB")
      .addOption(imageAccuracyOption())
      .option('--without <passes>', "passes of the optimiser to leave out, as in 'fuse,cascade', or 'all'")
      .option('--memory <size>', 'what one ffmpeg may be expected to take: 900M, 2G; more encodes than fit become more commands')
      .option('--fetch', 'fetch a source that is a URL into the cache, to look at it')
      .option('--file-md5 <hex>', 'the MD5 that the file at the URL must have')
      .option('--max-size <bytes>', 'the largest file that is fetched: 500M, 2GiB')
      .option('--assume-file <file>', 'a JSON list of sources, each told by its facts: a table with a row for each')
      .option('--max-cpu <seconds>', 'exit with 1 where more CPU seconds are expected, of all sources together')
      .option('--max-bytes <n>', 'the same for bytes: 500k, 20M, 1.5G')
      .option('--max-cost <n>', 'the same for money, as --prices counts it')
      .option('--prices <file>', 'a price sheet (grammars/prices.schema.json)')
      .addHelpText('after', examples([
        "vodflow plan 'QCVB_SimpleProcessFile({10,20},0,10,10)' -i film.mp4",
        "vodflow plan course.json --assume width=1920,height=1080,durationSeconds=60 --json",
        'vodflow plan course.lua -i film.mp4 -o plan.json',
        'vodflow plan course.lua -i one.mp4 -i two.mp4 --max-cpu 600 --max-bytes 2G',
      ])),
    async () => (await import('../commands/plan.ts')).plan,
  )
}
