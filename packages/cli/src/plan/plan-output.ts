import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { printable } from '../reporters/text-width.ts'

/** How every plan file begins (see `planFile`, and how `plan` prints it). */
const beginning = /^\{\s*"format": "vodflow\/plan@/

/**
 * Why a plan cannot be saved there, as one sentence. A plan may replace a plan and nothing else: a slip such as
 * `-o film.mp4` would cost the film, and a rename over a device or a pipe would remove it.
 */
export async function problemOfPlanOutput(output: string, cwd: string): Promise<string | undefined> {
  if (output === '') return "-o is empty; give a file, as in '-o plan.json'"
  if (output.includes('\0')) return '-o has a NUL character in it, which no file name has'
  const path = resolve(cwd, output)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (found.isDirectory()) return `'${printable(output)}' is a folder; give a file with -o`
  if (!found.isFile()) return `'${printable(output)}' is no ordinary file; give one with -o, or print the plan with --json`
  if (found.size === 0 || beginning.test(await headOf(path))) return undefined
  return `'${printable(output)}' is there and is no plan; give another file with -o, or remove it first`
}

async function headOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
