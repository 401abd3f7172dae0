import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a program may use at most; absent: as much as there is. */
export interface UseLimits {
  /** Resident memory of it and all that it started. Only watched where the system has /proc. */
  readonly memoryBytes?: number
  /** All files together in the folder that it works in. */
  readonly filesBytes?: number
}

export interface OverLimit {
  readonly limit: 'memory' | 'files'
  readonly bytes: number
  readonly limitBytes: number
}

/** Which limit the process `pid`, or the folder that it fills, is beyond now. */
export async function overLimit(pid: number, folder: string | undefined, { memoryBytes, filesBytes }: UseLimits): Promise<OverLimit | undefined> {
  const memory = memoryBytes === undefined ? 0 : await residentBytes(pid)
  if (memoryBytes !== undefined && memory > memoryBytes) return { limit: 'memory', bytes: memory, limitBytes: memoryBytes }
  const files = filesBytes === undefined || folder === undefined ? 0 : await bytesIn(folder)
  return filesBytes !== undefined && files > filesBytes ? { limit: 'files', bytes: files, limitBytes: filesBytes } : undefined
}

/** A program in a sandbox is a grandchild. 0 for one that has just ended. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0)
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const below = await Promise.all(children.split(' ').filter(Boolean).map((child) => residentBytes(Number(child))))
  return below.reduce((sum, bytes) => sum + bytes, kib * 1024)
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(entries.map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? bytesIn(path) : stat(path).then(({ size }) => size, () => 0)
  }))
  return sizes.reduce((sum, size) => sum + size, 0)
}
