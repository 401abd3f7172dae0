import { endOrphan } from '@vodflow/backend-ffmpeg'
import { printable } from '../reporters/text-width.ts'
import { reviewRun, runDiagnostics, type KeySource, type Output, type Ruling } from '@vodflow/engine'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { killable, localBackend } from '../local-backend.ts'
import { statusWithoutTools } from '../run/check-tools.ts'
import { keysOf } from '../run/data-keys.ts'
import { findRunFolder } from '../run/find-run.ts'
import { listenForInterrupts } from '../run/interruption.ts'
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
    const keys = ruling === 'pass' ? await keysFor(invocation) : undefined
    if (keys === 'none') return exitStatus.refused
    const place = { folder: found.folder, force: false, md5: options.md5 === true }
    return showResult(place, await sitIn(place, tools, (output, onEvent) => goOn(output, { ruling, ...(keys && { keys }) }, tools, onEvent)), tools)
  } finally {
    interruption.forget()
  }
}

/** What is let through may have to be encrypted, with the keys of the project that the user is in; a project that is damaged has none. */
async function keysFor(invocation: Invocation): Promise<KeySource | 'none'> {
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics.filter(({ severity }) => severity === 'error'))
  if (!opened.ok) return 'none'
  try {
    return (await keysOf(invocation, opened.value)) ?? 'none'
  } finally {
    await opened.value.close()
  }
}

function rulingOf(word: string): Ruling | undefined {
  return word === 'pass' || word === 'reject' ? word : undefined
}

interface Word {
  readonly ruling: Ruling
  readonly keys?: KeySource
}

async function goOn(output: Output, { ruling, keys }: Word, { invocation, interruption }: SittingTools, onEvent: Parameters<Parameters<typeof sitIn>[2]>[1]) {
  const { backend, killChildren } = killable(localBackend(invocation))
  const { store, outputFolder } = output
  const going = reviewRun(ruling, { backend, store, outputFolder, ...(keys && { keys }), endOrphan: async (child) => void (await endOrphan(child)), onEvent, signal: interruption.signal })
  const ended = await Promise.race([going, interruption.impatient])
  if (ended === 'impatient') killChildren()
  return ended
}
