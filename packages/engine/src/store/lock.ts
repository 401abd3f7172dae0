import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ChildRecord } from '../backend.ts'
import { errorCode } from '../file-error.ts'
import { isAlive, processStartedAt } from '../process-identity.ts'

export interface Lock {
  release(): Promise<void>
}

export type LockOutcome = { readonly ok: true; readonly lock: Lock } | { readonly ok: false; readonly holder: ChildRecord }

const attempts = 4

/**
 * Takes a folder for this process alone. Each contender puts down a file that names it, and only then looks for others, so two
 * can never both see nobody; a holder that is dead counts for nothing and is cleared away.
 */
export async function takeLock(folder: string): Promise<LockOutcome> {
  let holder: ChildRecord | undefined
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // Two that came in the same moment have both stepped back: chance parts them.
    if (attempt > 0) await delay(20 + Math.random() * 80)
    const outcome = await tryLock(folder)
    if (outcome.ok) return outcome
    holder = outcome.holder
    if (holder.pid === process.pid) break
  }
  if (holder === undefined) throw new Error('no attempt was made')
  return { ok: false, holder }
}

async function tryLock(folder: string): Promise<LockOutcome> {
  const self: ChildRecord = { pid: process.pid, startedAt: processStartedAt(process.pid) ?? '' }
  const mine = join(folder, nameOf(self))
  try {
    await (await open(mine, 'wx')).close()
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return { ok: false, holder: self }
    throw error
  }
  for (const name of await readdir(folder)) {
    const other = holderOf(name)
    if (other === undefined || name === nameOf(self)) continue
    if (isAlive(other)) {
      await rm(mine, { force: true })
      return { ok: false, holder: other }
    }
    await rm(join(folder, name), { force: true })
  }
  // One that cannot be removed counts for nothing once this process has ended.
  return { ok: true, lock: { release: () => rm(mine, { force: true }).catch(() => undefined) } }
}

function nameOf({ pid, startedAt }: ChildRecord): string {
  return `lock-${pid}-${encodeURIComponent(startedAt)}`
}

function holderOf(name: string): ChildRecord | undefined {
  const match = /^lock-(\d{1,10})-(.*)$/.exec(name)
  const [, pid, startedAt] = match ?? []
  return pid === undefined || startedAt === undefined ? undefined : { pid: Number(pid), startedAt: decode(startedAt) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
