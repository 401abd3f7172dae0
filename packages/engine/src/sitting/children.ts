import { appendFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import type { ChildRecord } from '../backend.ts'

/**
 * The processes that a sitting started, so that the next one can end those that outlived a kill -9. Not fsynced: the power cut
 * that would lose it ends them too.
 */
export interface Children {
  readonly record: (child: ChildRecord) => void
  /** Ends what an earlier sitting left, and forgets it. */
  readonly endOrphans: (end: (child: ChildRecord) => Promise<void>) => Promise<void>
  readonly forget: () => Promise<void>
}

export function childrenIn(path: string): Children {
  const forget = (): Promise<void> => rm(path, { force: true })
  return {
    record({ pid, startedAt }) {
      appendFileSync(path, `${JSON.stringify({ pid, startedAt })}\n`)
    },
    async endOrphans(end) {
      const text = await readFile(path, 'utf8').catch(() => '')
      for (const child of text.split('\n').flatMap(readChild)) await end(child)
      await forget()
    },
    forget,
  }
}

/** Nothing for a torn line; and never pid 1 or a group, whatever the file says. */
function readChild(line: string): readonly ChildRecord[] {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return []
    const { pid, startedAt } = value
    return Number.isSafeInteger(pid) && typeof pid === 'number' && pid > 1 && typeof startedAt === 'string' ? [{ pid, startedAt }] : []
  } catch {
    return []
  }
}
