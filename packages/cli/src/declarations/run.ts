import { collect } from './collect.ts'
import type { Declare } from './declare.ts'
import { cacheOptions } from './cache-options.ts'
import { joinOptions } from './join-options.ts'
import { examples } from './examples.ts'
import { imageAccuracyOption } from './image-accuracy-option.ts'
import { sandboxOption } from './sandbox-option.ts'
import { verifyOption } from './verify-option.ts'

export const declareRun: Declare = (program, connect) => {
  connect(
    joinOptions(cacheOptions(verifyOption(sandboxOption(program.command('run')))))
      .argument('<procedure>', "a call, a name or a path; '-' reads it from standard input")
      .description('Run a procedure on a file and write the results into a folder.')
      .option('-i, --input <file>', 'the source, a file or a URL, or a clip of it: film.mp4#10,25; may be given several times with --each or --concat', collect, [])
      .option('--clip <start,end>', 'a part of the source, in seconds; negative: from the end')
      .option('-o, --output <folder>', 'where the results go')
      .option('--file-md5 <hex>', 'the MD5 that the file at the URL must have')
      .option('--max-size <bytes>', 'the largest file that is pulled: 500M, 2GiB')
      .option('--each', 'one run for each input, into FOLDER/<name>/')
      .option('--jobs <count>', 'how many runs of --each go on at once (default: 2)')
      .option('--keep-source', 'keep the film that is worked on (a clip, a join, what was pulled) as source.mp4')
      .option('--force', 'write into a folder that is not empty')
      .addOption(imageAccuracyOption())
      .option('--without <passes>', "passes of the optimiser to leave out, as in 'fuse,cascade', or 'all'")
      .option('--memory <size>', 'what one ffmpeg may be expected to take: 900M, 2G; more encodes than fit become more commands')
      .option('--file-id <id>', "what the keys of encrypted outputs are for (default: made of the source's bytes)")
      .option('--stub', 'make every result in its right shape from colour bars and a tone, in seconds')
      .option('--assume <key=value,…>', 'with --stub: facts in place of a source: durationSeconds=60,height=720 and any other')
      .option('--sample <seconds>', 'only the first seconds of the source')
      .option('--md5', "put the source's MD5 into the result")
      .addHelpText('after', examples([
        "vodflow run 'QCVB_SimpleProcessFile({10,20,230},0,10,10)' -i film.mp4 -o out/",
        'vodflow run procedures/course.json -i film.mp4 -o out/ --json > result.json',
        "vodflow run 'MyPreset({10,20}, 150)' -i a.mp4 -i b.mp4 --each -o out/",
        "vodflow run 'MyPreset({10,20}, 150)' -i a.mp4 -i b.mp4 --concat -o out/",
        "vodflow run 'QCVB_SimpleProcessFile(10)' -i https://example.org/film.mp4 -o out/",
        "vodflow run 'QCVB_SimpleProcessFile({20},0,10)' -i 'film.mp4#10,25' -o out/",
        "echo 'QCVB_SimpleProcessFile(0,0,10)' | vodflow run - -i film.mp4 -o out/",
      ])),
    async () => (await import('../commands/run.ts')).run,
  )
}
