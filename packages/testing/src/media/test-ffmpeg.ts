import { execFile, execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The ffmpeg that makes test media: VODFLOW_FFMPEG, FFMPEG_BIN, the one on PATH, else the one in node_modules. */
export function testFfmpeg(): string {
  const named = process.env['VODFLOW_FFMPEG'] ?? process.env['FFMPEG_BIN']
  const candidates = [...(named === undefined ? [] : [named]), 'ffmpeg', ...installed()]
  const found = candidates.find(runs)
  if (found === undefined) throw new Error(`no ffmpeg runs here; tried ${candidates.join(', ')}`)
  return found
}

function installed(): readonly string[] {
  try {
    return [createRequire(import.meta.url).resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/ffmpeg`)]
  } catch {
    return []
  }
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ['-hide_banner', '-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What it writes on standard output. */
export async function runTestFfmpeg(args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 } as const
  const { stdout } = await execute(testFfmpeg(), ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...args], options)
  return stdout
}
