import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildRecord } from '@vodflow/engine'

/** Long enough for ffmpeg to end its files, short enough that a person does not wait. */
export const GRACE_MS = 2000

/** What tells this process from a later one with the same pid; '' where the system does not say (only Linux does). */
export async function startTimeOf(pid: number): Promise<string> {
  try {
    return startTimeIn(await readFile(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return ''
  }
}

/** Field 22 of a stat line. The name in brackets may hold spaces and brackets itself, so count from the last one. */
export function startTimeIn(stat: string): string {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[19] ?? ''
}

/**
 * Ends the process group that a killed run left behind. Pids are used again: nothing is touched unless pid and start time
 * both still match, so a record without a start time ends nothing.
 * @returns whether such a group was there
 */
export async function endOrphan(child: ChildRecord): Promise<boolean> {
  if (!(await isStill(child))) return false
  signalGroup(child.pid, 'SIGTERM')
  for (let waited = 0; waited < GRACE_MS; waited += 50) {
    await sleep(50)
    if (!(await isStill(child))) return true
  }
  signalGroup(child.pid, 'SIGKILL')
  return true
}

/** A child of ours leads a group with its own pid; never 0 or 1, which would mean our own group or everybody. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (!Number.isInteger(pid) || pid <= 1) return
  try {
    // Windows has no groups to signal; ffmpeg starts nothing of its own.
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // Gone already.
  }
}

async function isStill(child: ChildRecord): Promise<boolean> {
  if (child.startedAt === '' || !Number.isInteger(child.pid) || child.pid <= 1) return false
  try {
    const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8')
    // A zombie has ended; only its parent has not asked yet.
    return startTimeIn(stat) === child.startedAt && stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z'
  } catch {
    return false
  }
}
