import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { adoptOutputs, type FfmpegWork } from '@vodflow/backend-ffmpeg'
import { didYouMean, suggestionTail } from '@vodflow/core'
import { makeFolders, sentenceOf, type Artifact, type Encryption, type PlanStep, type StepOutcome } from '@vodflow/engine'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { killable, localBackend, missingSandbox, sandboxOf } from '../local-backend.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import { readPlan } from '../plan/read-plan.ts'
import { movedFromStep } from '../plan/what-moved.ts'
import { countText, sizeText } from '../reporters/units.ts'
import { reasonOf, writeWhole } from '../result/write-result.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { stepEncryption } from '../run/step-encryption.ts'

export interface StepOptions {
  readonly output: string
}

/** What steps made is kept here, beside it: a later one (a master playlist) reads it. */
const recordFolder = '.vodflow-steps'

/** Does one step of a plan, in the folder given. */
export async function step(invocation: Invocation, path: string, options: StepOptions, rest: readonly string[]): Promise<number> {
  const { io } = invocation
  const read = await readPlan(path, io)
  if (!read.ok) return refuse(invocation, read.problem)
  const problem = problemOfStep(read.file, rest[0] ?? '')
  if (problem !== undefined) return refuse(invocation, problem)
  const chosen = read.file.plan.steps.find(({ id }) => id === rest[0])
  if (chosen === undefined) return exitStatus.refused
  const { moved, unsafe } = await inTheWayOf(chosen, read.file, invocation)
  await reportDiagnostics(invocation, [...unsafe, ...moved])
  if (moved.length > 0) return refuse(invocation, "nothing was done; 'vodflow plan' makes a plan of what is there now")
  if (unsafe.length > 0) return exitStatus.refused
  const folder = resolve(io.cwd, options.output)
  try {
    await makeFolders(join(folder, recordFolder))
    const earlier = await earlierArtifacts(chosen, read.file, folder, invocation)
    if (typeof earlier === 'string') return refuse(invocation, earlier)
    const encryption = await stepEncryption(read.file, chosen, recordOf(folder, read.file.digest, 'key'), invocation)
    if (typeof encryption === 'string') return refuse(invocation, `step '${chosen.id}' cannot be done here: ${encryption}`)
    return await doStep(invocation, chosen, { folder, earlier, digest: read.file.digest, ...(encryption && { encryption }) })
  } catch (error) {
    return refuse(invocation, `'${options.output}' cannot be used: ${reasonOf(error)}`)
  } finally {
    await rm(join(folder, recordFolder, 'work'), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** What a step reads and runs, if it is not what the plan was made for, and the sandbox that it must have and has not. */
async function inTheWayOf({ work }: PlanStep<FfmpegWork>, file: PlanFile, invocation: Invocation) {
  const interruption = listenForInterrupts(invocation.io)
  const program = work.type === 'ffmpeg' ? work.program : work.type === 'review' ? work.pictures.program : undefined
  try {
    const unsafe = program === undefined ? [] : await missingSandbox(invocation, program, interruption.signal)
    return { unsafe, moved: await movedFromStep(file, interruption.signal) }
  } finally {
    interruption.forget()
  }
}

function problemOfStep({ plan, source }: PlanFile, id: string): string | undefined {
  const ids = plan.steps.map((one) => one.id)
  const chosen = plan.steps.find((one) => one.id === id)
  if (chosen === undefined) return `the plan has no step '${id}'${suggestionTail(didYouMean(id, ids)) || `; it has ${ids.join(', ') || 'none'}`}`
  if (source === null) return 'this plan is for an assumed source, so there is nothing to work on; plan again with -i'
  return chosen.unavailable === undefined ? undefined : `step '${id}' cannot be done here: ${chosen.unavailable}`
}

const recordOf = (folder: string, digest: string, id: string) => join(folder, recordFolder, `${digest.slice(0, 16)}.${id}.json`)

/** What the steps that this one needs have made, or the sentence that says which is missing. */
async function earlierArtifacts(chosen: PlanStep, { digest, plan }: PlanFile, folder: string, invocation: Invocation): Promise<readonly Artifact[] | string> {
  const all: Artifact[] = []
  for (const id of chosen.needs) {
    const text = await readFile(recordOf(folder, digest, id), 'utf8').catch(() => undefined)
    const before = plan.steps.find((one) => one.id === id)
    // Written below, by this program, under the digest of this very plan; or there because its lines were pasted into a shell.
    const made = text === undefined ? before && (await adopted(before, folder, invocation)) : (JSON.parse(text) as readonly Artifact[])
    if (made === undefined) return `step '${chosen.id}' reads what step '${id}' makes; do that one first, in the same folder`
    all.push(...made)
  }
  return all
}

async function adopted(before: PlanStep<FfmpegWork>, folder: string, invocation: Invocation): Promise<readonly Artifact[] | undefined> {
  const { io } = invocation
  const interruption = listenForInterrupts(io)
  try {
    return await adoptOutputs(before, folder, { env: io.env, sandbox: sandboxOf(invocation) }, interruption.signal)
  } finally {
    interruption.forget()
  }
}

interface Place {
  readonly folder: string
  readonly earlier: readonly Artifact[]
  readonly digest: string
  readonly encryption?: Encryption
}

async function doStep(invocation: Invocation, chosen: PlanStep<FfmpegWork>, place: Place): Promise<ExitStatus> {
  const { io } = invocation
  const interruption = listenForInterrupts(io)
  const { backend, killChildren } = killable(localBackend(invocation))
  await makeFolders(join(place.folder, recordFolder, 'work'))
  const workFolder = await mkdtemp(join(place.folder, recordFolder, 'work', 'step-'))
  try {
    const working = backend.execute(chosen, {
      signal: interruption.signal, outputFolder: place.folder, workFolder, artifacts: place.earlier, ...(place.encryption && { encryption: place.encryption }), onProcess: () => {}, onProgress: () => {},
    })
    const outcome = await Promise.race([working, interruption.impatient])
    if (outcome === 'impatient') killChildren()
    if (outcome === 'impatient' || interruption.signal.aborted) return exitStatus.interrupted
    const made = outcome.tasks.flatMap((task) => (task.ok ? task.artifacts : []))
    const problem = await writeWhole(recordOf(place.folder, place.digest, chosen.id), `${JSON.stringify(made)}\n`)
    if (problem !== undefined) say(invocation, problem)
    return tell(invocation, outcome)
  } finally {
    interruption.forget()
  }
}

function tell({ io, json }: Invocation, outcome: StepOutcome): ExitStatus {
  if (json) io.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`)
  else {
    for (const task of outcome.tasks) {
      if (!task.ok) io.stdout.write(`${task.task}: failed: ${sentenceOf(task.failure)}\n`)
      else io.stdout.write(`${task.task}: ${countText(task.artifacts.length, 'file')}, ${sizeText(task.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}\n`)
    }
  }
  return outcome.tasks.every((task) => task.ok) ? exitStatus.done : exitStatus.failed
}
