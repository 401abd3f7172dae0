import type { Declare } from './declare.ts'
import { examples } from './examples.ts'
import { sourceOptions } from './source-options.ts'

export const declareGraph: Declare = (program, connect) => {
  connect(
    sourceOptions(program.command('graph').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Draw the task graph of a procedure: its stages, its tasks in words, and what is wrong with them.')
      .option('--format <format>', "svg, dot, mermaid, text or json (default: by -o's ending, else text)")
      .option('-o, --output <file>', 'where the picture goes (default: standard output)')
      .addHelpText('after', examples([
        "vodflow graph 'QCVB_ProcessUGCFile({10,20},0,10,10)'",
        'vodflow graph course.lua -i film.mp4 -o course.svg',
        'vodflow graph course.json --assume height=720 --format mermaid',
      ])),
    async () => (await import('../commands/graph.ts')).graph,
  )
}
