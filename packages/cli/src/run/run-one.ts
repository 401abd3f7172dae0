import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endOrphan } from '@vodflow/backend-ffmpeg'
import { hasErrors, type Result } from '@vodflow/core'
import { digestOfFile, openOutput, runProcedure, type ArtifactCache, type Event, type Output, type RunReport, type SourceRequest } from '@vodflow/engine'
import { procedureInfo, type ProcedureInfo } from '@vodflow/vod-api'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { killable, type LocalBackend } from '../local-backend.ts'
import { filesRead } from '../plan/planned-source.ts'
import { createProgressReporter } from '../reporters/progress.ts'
import type { ProgressModel } from '../reporters/progress-model.ts'
import { finishedRun } from '../result/finished-run.ts'
import { resultName, writeResult } from '../result/write-result.ts'
import type { Session } from '../session.ts'
import type { Interruption } from './interruption.ts'
import { publishHook } from './publish-hook.ts'
import { sparingMemory } from './spare-memory.ts'
import { markStub, problemOfStub, stubSentence } from './stub.ts'

export interface OneRun {
  readonly call: string
  readonly source: SourceRequest
  /** Absolute. */
  readonly folder: string
  readonly force: boolean
  readonly md5: boolean
  /** What the keys of encrypted outputs are for; absent: made of the source's bytes. */
  readonly fileId?: string
  /** Made of colour bars and a tone. */
  readonly stub?: true
  /** Digest of the plan that is applied, where one is: only the same plan goes on with what it began. */
  readonly plan?: string
}

export interface RunTools {
  readonly invocation: Invocation
  readonly session: Session
  readonly backend: LocalBackend
  readonly interruption: Interruption
  readonly cache?: ArtifactCache
}

/** How one run ended; `made` is absent where it was refused or ended hard. */
export interface OneResult {
  readonly status: ExitStatus
  readonly made?: { readonly report: RunReport; readonly info: ProcedureInfo; readonly progress: ProgressModel; readonly resultPath?: string }
}

/** Runs one source into one folder and writes its `result.json`. */
export async function runOne(one: OneRun, tools: RunTools): Promise<OneResult> {
  return sitIn(one, tools, (output, onEvent) => runIn(output, one, tools, onEvent))
}

export type SittingPlace = Pick<OneRun, 'folder' | 'force' | 'md5' | 'stub'>
export type SittingTools = Pick<RunTools, 'invocation' | 'interruption'>
type Work = (output: Output, onEvent: (event: Event) => void) => Promise<Result<RunReport> | 'impatient'>

/** Takes the folder, follows what is done in it, and writes its `result.json`. */
export async function sitIn(one: SittingPlace, tools: SittingTools, work: Work): Promise<OneResult> {
  const { invocation } = tools
  const output = await openOutput(one.folder, { force: one.force })
  await reportDiagnostics(invocation, output.diagnostics)
  if (!output.ok) return { status: exitStatus.refused }
  try {
    const taken = one.stub ? await problemOfStub(output.value.store, one.folder) : undefined
    if (taken !== undefined) return { status: refuse(invocation, taken) }
    const progress = createProgressReporter(invocation)
    const spareMemory = sparingMemory()
    const ran = await work(output.value, (event) => {
      progress.show(event)
      spareMemory(event)
    })
    if (ran === 'impatient') return { status: exitStatus.interrupted }
    await reportDiagnostics(invocation, ran.diagnostics)
    if (!ran.ok) return { status: tools.interruption.signal.aborted ? exitStatus.interrupted : exitStatus.refused }
    return await settleRun(ran.value, one, tools, progress.model())
  } finally {
    await output.value.close()
  }
}

async function runIn(output: Output, one: OneRun, tools: RunTools, onEvent: (event: Event) => void): Promise<Result<RunReport> | 'impatient'> {
  const { session, interruption } = tools
  const request = await session.request(one.call, one.source)
  if (!request.ok) return request
  const { backend, killChildren } = killable(tools.backend)
  const keys = await session.keys()
  if (!keys.ok) return keys
  const asked = { ...request.value, ...(one.plan !== undefined && { plan: one.plan }), ...(one.fileId !== undefined && { fileId: one.fileId }) }
  const running = runProcedure(asked, {
    backend,
    keys: keys.value,
    store: output.store,
    outputFolder: output.outputFolder,
    compile: (kept, facts) => session.compileRequest(kept, facts),
    pull: async (job) => (await import('./pull-source.ts')).pullSource(job),
    endOrphan: async (child) => void (await endOrphan(child)),
    onEvent,
    publish: publishHook(session.folder, output.outputFolder, tools.invocation.io),
    ...(tools.cache && { cache: tools.cache }),
    signal: interruption.signal,
  })
  const ended = await Promise.race([running, interruption.impatient])
  if (ended === 'impatient') killChildren()
  return ended
}

async function settleRun(report: RunReport, one: SittingPlace, { invocation, interruption }: SittingTools, progress: ProgressModel): Promise<OneResult> {
  const run = finishedRun(report)
  const [path, ...others] = filesRead(report.request.source)
  const md5 = one.md5 && run.source && !report.cancelled && path !== undefined && others.length === 0 ? await digestOfFile(path, 'md5', interruption.signal) : undefined
  const told = procedureInfo(md5 === undefined || run.source === undefined ? run : { ...run, source: { ...run.source, md5 } })
  const info = one.stub && told.message === '' ? { ...told, message: stubSentence } : told
  // Stopped before there was a plan, or taken away meanwhile: nothing is kept of it, and a folder with only a result in it would be refused next time.
  const takenAway = report.unrecorded !== undefined && !existsSync(join(one.folder, '.vodflow', 'run.jsonl'))
  const worthKeeping = (!report.cancelled || report.plan !== undefined) && !takenAway
  const problem = worthKeeping ? await writeResult(one.folder, info) : undefined
  if (problem !== undefined) say(invocation, problem)
  if (worthKeeping) await markStub(one.folder, one.stub === true)
  const resultPath = worthKeeping && problem === undefined ? { resultPath: join(one.folder, resultName) } : {}
  return { status: statusOf(report, problem), made: { report, info, progress, ...resultPath } }
}

function statusOf(report: RunReport, problem: string | undefined): ExitStatus {
  if (report.cancelled) return exitStatus.interrupted
  if (report.waiting && problem === undefined) return exitStatus.waiting
  const unrecorded = report.unrecorded !== undefined && hasErrors([report.unrecorded])
  return report.ok && problem === undefined && !unrecorded ? exitStatus.done : exitStatus.failed
}
