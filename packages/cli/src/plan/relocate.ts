import type { CommandWork, FfmpegWork } from '@vodflow/backend-ffmpeg'
import type { Plan, PlanStep } from '@vodflow/engine'

/** Old absolute path (or `SOURCE`) → where that file is now. */
export type Moves = ReadonlyMap<string, string>

/** The same plan with its input files where they are now: nothing else of an argv is touched. */
export function relocated(plan: Plan<FfmpegWork>, moves: Moves): Plan<FfmpegWork> {
  return moves.size === 0 ? plan : { ...plan, steps: plan.steps.map((step) => relocatedStep(step, moves)) }
}

function relocatedStep(step: PlanStep<FfmpegWork>, moves: Moves): PlanStep<FfmpegWork> {
  const { work } = step
  if (work.type === 'review') return { ...step, work: { ...work, pictures: relocatedCommands(work.pictures, moves) } }
  return work.type === 'ffmpeg' ? { ...step, work: relocatedCommands(work, moves) } : step
}

function relocatedCommands(work: CommandWork, moves: Moves): CommandWork {
  return {
    ...work,
    source: moves.get(work.source) ?? work.source,
    ...(work.stage && { stage: work.stage.map((file) => ({ ...file, from: moves.get(file.from) ?? file.from })) }),
    ...(work.moreSources && { moreSources: work.moreSources.map((path) => moves.get(path) ?? path) }),
    ...(work.prepare && { prepare: { ...work.prepare, links: work.prepare.links.map(({ from, to }) => ({ from: moves.get(from) ?? from, to })) } }),
    commands: work.commands.map((command) => ({ ...command, args: command.args.map((arg, index) => (command.args[index - 1] === '-i' ? inputFrom(arg, moves) : arg)) })),
    ...(work.alone && { alone: work.alone.map((alone) => relocatedStep(alone, moves)) }),
  }
}

/** Inputs are `file:` and an absolute path, or the `SOURCE` of a plan for an assumed source. */
function inputFrom(arg: string, moves: Moves): string {
  const path = moves.get(arg.replace(/^file:/u, ''))
  return path === undefined ? arg : `file:${path}`
}
