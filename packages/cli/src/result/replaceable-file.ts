import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { printable } from '@vodflow/core'

/** What a command writes to `-o`, as its refusals name it. */
export interface FileKind {
  /** `plan`. */
  readonly name: string
  /** `plan.json`. */
  readonly example: string
  /** How every such file begins: its first 1,000 bytes are looked at. */
  readonly beginning: RegExp
  /** `print the plan with --json`: what to do where no file can be written. */
  readonly instead: string
}

/** See `planFile`, and how `plan` prints it. */
export const planKind: FileKind = { name: 'plan', example: 'plan.json', beginning: /^\{\s*"format": "vodflow\/plan@/, instead: 'print the plan with --json' }

/**
 * Why a file cannot be saved there, as one sentence. It may replace one of its own kind and nothing else: a slip such as
 * `-o film.mp4` would cost the film, and a rename over a device or a pipe would remove it.
 */
export async function problemOfOutputFile(output: string, cwd: string, { name, example, beginning, instead }: FileKind): Promise<string | undefined> {
  if (output === '') return `-o is empty; give a file, as in '-o ${example}'`
  if (output.includes('\0')) return '-o has a NUL character in it, which no file name has'
  const path = resolve(cwd, output)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (found.isDirectory()) return `'${printable(output)}' is a folder; give a file with -o`
  if (!found.isFile()) return `'${printable(output)}' is no ordinary file; give one with -o, or ${instead}`
  if (found.size === 0 || beginning.test(await headOf(path))) return undefined
  return `'${printable(output)}' is there and is no ${name}; give another file with -o, or remove it first`
}

async function headOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1000), 0, 1000, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
