import { existsSync, readFileSync } from 'node:fs'
import type { ChildRecord } from './backend.ts'
import { errorCode } from './file-error.ts'

/**
 * When a living process started, in words that differ for a later process of the same pid; undefined for one that is not
 * there, or is dead and only waits for its parent to notice.
 */
export function processStartedAt(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid < 1) return undefined
  if (existsSync('/proc/self/stat')) return startTicks(pid)
  try {
    // Loaded only here: no other system needs it.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    // No such process, or no `ps` (Windows): then one word for all that live.
    return isThere(pid) ? '' : undefined
  }
}

export function isAlive(child: ChildRecord): boolean {
  return processStartedAt(child.pid) === child.startedAt
}

/** Field 22 of /proc/PID/stat. The second field is a name in brackets that may hold anything, brackets too. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process may not be signalled, and is there.
    return errorCode(error) === 'EPERM'
  }
}
