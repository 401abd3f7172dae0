import { join } from 'node:path'
import { failureOfError, type Artifact, type ExecutionContext, type StepFailure, type StepOutcome } from '@vodflow/engine'
import { judge } from '../review/findings.ts'
import { reviewRequest } from '../review/protocol.ts'
import { programReviewer } from '../review/reviewer.ts'
import type { ReviewWork } from '../work.ts'
import { runCommandStep } from './command-step.ts'
import type { CommandTools } from './run-commands.ts'
import { publish } from './publish.ts'

/** A model looks at a picture for longer than it takes to make one. */
const picturesPart = 0.2

/** Makes the pictures inside the work folder, has them looked at, and keeps those of what is flagged. */
export async function runReviewStep(work: ReviewWork, context: ExecutionContext, tools: CommandTools): Promise<StepOutcome> {
  const { task, reviewer } = work
  const fails = (failure: StepFailure): StepOutcome => ({ tasks: [{ task, ok: false, failure }] })
  if (reviewer === undefined) return fails({ reason: 'tool-incapable', detail: 'the plan names nobody who looks at pictures' })
  try {
    const folder = join(context.workFolder, 'reviewed')
    const onProgress: ExecutionContext['onProgress'] = (progress) => context.onProgress({ ...progress, fraction: progress.fraction * picturesPart })
    const [made] = (await runCommandStep([task], work.pictures, { ...context, outputFolder: folder, onProgress }, tools)).tasks
    if (made?.ok !== true) return { tasks: made ? [made] : [] }
    const pictures = made.artifacts
    const request = reviewRequest(work, pictures.map(({ path }) => join(folder, path)))
    const reviewed = await programReviewer(reviewer).review(request, context)
    if (!reviewed.ok) return fails(reviewed.failure)
    const { answer } = reviewed
    const scored = answer.frames.map((score, at) => ({ ...score, startSeconds: work.samples[at] ?? 0, path: pictures[at]?.path ?? '' }))
    const { suggestion, ...judged } = judge(scored, work.template, work.film.durationSeconds)
    const kept = pictures.filter(({ path }) => judged.segments.some((segment) => segment.path === path))
    const artifacts = await publish(task, kept.map(producedAgain), folder, context.outputFolder)
    context.onProgress({ fraction: 1 })
    const model = answer.model ?? reviewer.model
    return { tasks: [{ task, ok: true, artifacts, suggestion, findings: { ...judged, reviewer: { name: reviewer.name, ...(model !== undefined && { model }) } } }] }
  } catch (error) {
    return fails(context.signal.aborted ? { reason: 'cancelled' } : failureOfError(error))
  }
}

function producedAgain({ path, role, atMs, media }: Artifact) {
  return { path, role, ...(atMs !== undefined && { atMs }), ...(media && { media }) }
}
