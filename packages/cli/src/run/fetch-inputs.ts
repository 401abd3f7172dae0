import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { cacheFolder } from '@vodflow/backend-ffmpeg'
import type { ProjectConfig } from '@vodflow/core'
import { makeFolders, shownUrl, takeLock, type PullRequest } from '@vodflow/engine'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { printable } from '../reporters/text-width.ts'
import { durationText, sizeText } from '../reporters/units.ts'
import { openSession } from '../session.ts'
import { listenForInterrupts } from './interruption.ts'
import { statusOfProblems } from './source-facts.ts'
import { isUrlInput, urlRequest, type UrlOptions } from './url-source.ts'

/** The inputs with a file of the cache in place of each URL: what `plan --fetch` looks at. What goes wrong is said. */
export async function fetchInputs(invocation: Invocation, inputs: readonly string[], options: UrlOptions): Promise<readonly string[] | ExitStatus> {
  if (!inputs.some(isUrlInput)) return refuse(invocation, '--fetch is for a source that is a URL; there is none')
  const opened = await openSession(invocation)
  if (!opened.ok) {
    await reportDiagnostics(invocation, opened.diagnostics)
    return exitStatus.refused
  }
  const { config } = opened.value
  await opened.value.close()
  const fetched: string[] = []
  for (const input of inputs) {
    const path = isUrlInput(input) ? await fetchOne(invocation, input, options, config) : input
    if (typeof path === 'number') return path
    fetched.push(path)
  }
  return fetched
}

async function fetchOne(invocation: Invocation, input: string, options: UrlOptions, config: ProjectConfig): Promise<string | ExitStatus> {
  const request = urlRequest(input, options, config)
  if (!request.ok) {
    await reportDiagnostics(invocation, request.diagnostics)
    return exitStatus.refused
  }
  const all = resolve(invocation.io.cwd, cacheFolder(invocation.io.env), 'pulled')
  const folder = join(all, createHash('sha256').update(shownUrl(request.value.url)).digest('hex').slice(0, 16))
  const lock = await lockOn(folder)
  if (typeof lock === 'string') return refuse(invocation, lock)
  try {
    await removeOld(all, folder)
    const path = await pulledInto(folder, request.value, invocation, config)
    // Behind the path as it stood behind the URL; a '#' of the path's own is not one of a clip.
    return typeof path === 'number' ? path : `${path.replaceAll('#', '%23')}${input.slice(request.value.url.length)}`
  } finally {
    await lock.release()
  }
}

async function lockOn(folder: string): Promise<{ readonly release: () => Promise<void> } | string> {
  try {
    await makeFolders(folder)
    const taken = await takeLock(folder)
    return taken.ok ? taken.lock : `process ${taken.holder.pid} is fetching the same URL; wait for its end`
  } catch {
    return `the cache folder '${printable(folder)}' cannot be written to; name another one in VODFLOW_CACHE`
  }
}

async function pulledInto(folder: string, request: PullRequest, invocation: Invocation, config: ProjectConfig): Promise<string | ExitStatus> {
  const { pullSource } = await import('./pull-source.ts')
  const interruption = listenForInterrupts(invocation.io)
  try {
    const pulled = await pullSource({ request, allow: config.pull.allow, folder, signal: interruption.signal, onProgress: () => {}, onRetry: ({ why, afterMs }) => say(invocation, retryText(why, afterMs)) })
    if (interruption.signal.aborted) return exitStatus.interrupted
    await reportDiagnostics(invocation, pulled.diagnostics)
    if (!pulled.ok) return statusOfProblems(pulled.diagnostics)
    say(invocation, `fetched ${printable(shownUrl(request.url))}, ${sizeText(pulled.value.sizeBytes)}`)
    return pulled.value.path
  } finally {
    interruption.forget()
  }
}

function retryText(why: string, afterMs: number): string {
  return `${printable(why)}; trying again in ${durationText(afterMs / 1000)}`
}

const keptDays = 7

/** What was fetched for other plans and has not been asked for in a week. */
async function removeOld(all: string, but: string): Promise<void> {
  const names = await readdir(all).catch(() => [])
  for (const path of names.map((name) => join(all, name))) {
    const found = await stat(path).catch(() => undefined)
    if (path !== but && found !== undefined && Date.now() - found.mtimeMs > keptDays * 86_400_000) await rm(path, { recursive: true, force: true })
  }
}
