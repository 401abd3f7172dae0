import { optimiserPasses, type SourceFacts } from '@vodflow/core'
import type { Backend, DoomedTask, Plan, PlanStep, StepOutcome } from '@vodflow/engine'
import type { FfmpegInspection } from '../inspection.ts'
import type { CommandWork, ExpectedMedia, ExpectedOutput, FfmpegWork } from '../work.ts'
import { stubParts } from './stub-commands.ts'

type Step = PlanStep<FfmpegWork>
type Local = Backend<FfmpegWork, FfmpegInspection>

/** So that no run of it is ever taken for a run of the film, nor the other way round. */
export const stubName = 'stub'

/**
 * Makes everything that a plan would, in its right shape, from colour bars and a tone: to try a procedure, and all that comes
 * after it, in seconds. `assumed`: facts in place of a source. It knows no recipes, so nothing of it gets into a cache.
 */
export function createStubBackend(local: Local, assumed?: SourceFacts): Local {
  return {
    name: stubName,
    inspect: (source, signal) => (assumed === undefined ? local.inspect(source, signal) : local.assume(assumed, signal)),
    assume: (facts, signal) => local.assume(facts, signal),
    plan: (compiled, inspection, options) => {
      // Each task by itself: there is no work to be shared.
      const planned = local.plan(compiled, inspection, { ...options, without: optimiserPasses })
      return planned.ok ? { ...planned, value: stubbed(planned.value) } : planned
    },
    execute: async (step, context) => (step.work.type === 'review' ? passed(step) : local.execute(step, context)),
    split: () => [],
    describe: (step, planPath) => local.describe(step, planPath),
  }
}

/** No review looks at colour bars. */
function passed({ covers }: Step): StepOutcome {
  return { tasks: covers.map((task) => ({ task, ok: true, artifacts: [], suggestion: 'pass' })) }
}

function stubbed({ without: _without, estimate: _estimate, ...plan }: Plan<FfmpegWork>): Plan<FfmpegWork> {
  const made = plan.steps.map((step) => stubStep(step, plan.source))
  return {
    ...plan, backend: stubName,
    steps: made.flatMap((one) => ('work' in one ? [one] : [])),
    doomed: [...plan.doomed, ...made.flatMap((one): readonly DoomedTask[] => ('work' in one ? [] : one.doomed))],
  }
}

function stubStep(step: Step, facts: SourceFacts): Step | { readonly doomed: readonly DoomedTask[] } {
  if (step.work.type === 'review') {
    const { unavailable: _unavailable, ...rest } = step
    return { ...rest, reasons: [{ choice: 'stub', because: 'nothing is looked at: the film passes' }] }
  }
  if (step.work.type !== 'ffmpeg') return step
  const work = stubWork(step.work, facts)
  if ('why' in work) return { doomed: step.covers.map((task) => ({ task, failure: { reason: 'tool-incapable', detail: `${work.why} cannot be made` } })) }
  return { ...step, reasons: [{ choice: 'stub', because: 'colour bars and a tone stand for the film' }], work }
}

function stubWork(work: CommandWork, facts: SourceFacts): CommandWork | { readonly why: string } {
  const outputs = work.outputs.map(plainOutput)
  const parts = outputs.map((output) => stubParts(output, facts.videoStreams[0]))
  const lacking = parts.find((part) => 'why' in part)
  if (lacking !== undefined && 'why' in lacking) return lacking
  const made = parts.flatMap((part) => ('why' in part ? [] : [part]))
  return {
    type: 'ffmpeg', program: work.program,
    // Nothing is read. What is watched in the place of a source is the one file that is needed.
    source: work.program,
    commands: made.flatMap(({ commands }) => commands), arrange: made.flatMap(({ arrange }) => arrange), write: work.write, outputs,
  }
}

/** Bars are not turned, have square pixels, of which encoders want an even number, and are like no film. */
function plainOutput(output: ExpectedOutput): ExpectedOutput {
  if (output.kind === 'sprite') {
    const { tally: _tally, ...sheets } = output
    return sheets
  }
  if (output.kind !== 'media') return output
  const { quality: _quality, ...rest } = output
  return { ...rest, deep: false, ...(output.video && { video: { ...output.video, ...evenSize(output), rotation: 0 } }) }
}

/** Animations hold any size. */
function evenSize({ video, container }: ExpectedMedia): { readonly width?: number; readonly height?: number } {
  if (video === undefined || container === 'gif' || container === 'webp') return {}
  return { width: video.width + (video.width % 2), height: video.height + (video.height % 2) }
}
