import { endOrphan } from '@vodflow/backend-ffmpeg'
import { printable } from '../reporters/text-width.ts'
import { reviewRun, runDiagnostics, type ArtifactCache, type KeySource, type Output, type Ruling } from '@vodflow/engine'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { killable, localBackend } from '../local-backend.ts'
import { openCacheGiven } from '../run/cache-given.ts'
import { statusWithoutTools } from '../run/check-tools.ts'
import { keysOf } from '../run/data-keys.ts'
import { findRunFolder } from '../run/find-run.ts'
import { listenForInterrupts } from '../run/interruption.ts'
import { publishHook } from '../run/publish-hook.ts'
import { sitIn, type SittingTools } from '../run/run-one.ts'
import { showResult } from '../run/show-run.ts'
import { openSession } from '../session.ts'

export interface ReviewOptions {
  readonly md5?: true
}

/** A person's word for a run that waits for it. Everything else that the run needs was kept with it. */
export async function review(invocation: Invocation, name: string, options: ReviewOptions, rest: readonly string[]): Promise<number> {
  const { io } = invocation
  const ruling = rulingOf(rest[0] ?? '')
  if (ruling === undefined) return refuse(invocation, `'${printable(rest[0] ?? '')}' is no ruling; say 'pass' or 'reject'`)
  const found = await findRunFolder(name, io.cwd)
  if ('problem' in found) return refuse(invocation, found.problem)
  if (found.folder === undefined) {
    await reportDiagnostics(invocation, [runDiagnostics.create('not-waiting', undefined, { folder: name, phase: undefined })])
    return exitStatus.refused
  }
  const interruption = listenForInterrupts(io)
  const tools: SittingTools = { invocation, interruption }
  try {
    const without = ruling === 'pass' ? await statusWithoutTools(invocation, interruption.signal) : undefined
    if (without !== undefined) return without
    const project = ruling === 'pass' ? await projectFor(invocation) : undefined
    if (project === 'none') return exitStatus.refused
    const place = { folder: found.folder, force: false, md5: options.md5 === true }
    return showResult(place, await sitIn(place, tools, (output, onEvent) => goOn(output, { ruling, ...(project && { project }) }, tools, onEvent)), tools)
  } finally {
    interruption.forget()
  }
}

interface ProjectHere {
  readonly keys: KeySource
  readonly folder: string
  readonly cache?: ArtifactCache
}

/** What is let through may have to be encrypted, or published, as the project that the user is in says; one that is damaged says nothing. */
async function projectFor(invocation: Invocation): Promise<ProjectHere | 'none'> {
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics.filter(({ severity }) => severity === 'error'))
  if (!opened.ok) return 'none'
  try {
    const keys = await keysOf(invocation, opened.value)
    // The config's: what waits was planned with it. Where it cannot be used all is made anew.
    const cache = await openCacheGiven({}, opened.value, invocation.io.cwd)
    return keys === undefined ? 'none' : { keys, folder: opened.value.folder, ...(cache.ok && cache.value && { cache: cache.value }) }
  } finally {
    await opened.value.close()
  }
}

function rulingOf(word: string): Ruling | undefined {
  return word === 'pass' || word === 'reject' ? word : undefined
}

interface Word {
  readonly ruling: Ruling
  readonly project?: ProjectHere
}

async function goOn(output: Output, { ruling, project }: Word, { invocation, interruption }: SittingTools, onEvent: Parameters<Parameters<typeof sitIn>[2]>[1]) {
  const { backend, killChildren } = killable(localBackend(invocation))
  const { store, outputFolder } = output
  const going = reviewRun(ruling, {
    backend, store, outputFolder,
    ...(project?.cache && { cache: project.cache }),
    ...(project && { keys: project.keys, publish: publishHook(project.folder, outputFolder, invocation.io) }),
    endOrphan: async (child) => void (await endOrphan(child)), onEvent, signal: interruption.signal,
  })
  const ended = await Promise.race([going, interruption.impatient])
  if (ended === 'impatient') killChildren()
  return ended
}
