import type { PlanStep } from '@vodflow/engine'
import type { Arrangement, CommandWork, FfmpegWork } from '../work.ts'
import { shellLine, shellQuote } from './shell-quote.ts'

/** Lines to paste into a POSIX shell, in order, inside an empty folder; a built-in prints as the command that runs it. */
export function describeStep(step: PlanStep<FfmpegWork>): readonly string[] {
  return step.work.type === 'ffmpeg' ? commandLines(step.work) : [shellLine(['vodflow', 'step', 'plan.json', step.id])]
}

function commandLines(work: CommandWork): readonly string[] {
  return [
    ...work.commands.flatMap((command) => [
      ...(command.arrange ?? []).map(copyLine),
      shellLine([work.program, '-hide_banner', '-nostdin', '-y', ...command.args]),
    ]),
    ...work.arrange.map(copyLine),
    ...work.write.map(({ path, text }) => `printf %s ${shellQuote(text)} > ${shellQuote(path)}`),
  ]
}

function copyLine({ from, to }: Arrangement): string {
  return shellLine(['cp', from, to])
}
