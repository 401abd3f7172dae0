import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { LocateOptions } from '../../src/locate/index.ts'
import { capabilitiesOf, locateFfmpeg, locateFfprobe } from '../../src/locate/index.ts'
import { onTestFinished } from 'vitest'

const run = promisify(execFile)

/** One cache for the tests of a process, apart from the person's own. */
const cache = join(tmpdir(), `vodflow-test-cache-${process.pid}`)

export function testEnvironment(more: Record<string, string | undefined> = {}): LocateOptions['env'] {
  return { ...process.env, VODFLOW_CACHE: cache, ...more }
}

/** Where the sample media are; undefined, and a loud line, when this machine has none. */
export function mediaFolder(): string | undefined {
  const folder = process.env['VODFLOW_MEDIA']
  if (folder === undefined) console.error('SKIPPED: VODFLOW_MEDIA is unset, so nothing is tested on real media')
  return folder
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The tools at hand with what they can do. */
export async function toolsAtHand(env = testEnvironment()) {
  const ffmpeg = await locateFfmpeg({ env })
  if (!ffmpeg.ok) throw new Error(ffmpeg.diagnostics[0]?.message)
  const ffprobe = await locateFfprobe({ env }, ffmpeg.value.path)
  if (!ffprobe.ok) throw new Error(ffprobe.diagnostics[0]?.message)
  const capabilities = await capabilitiesOf(ffmpeg.value, ffprobe.value, env)
  if (!capabilities.ok) throw new Error(capabilities.diagnostics[0]?.message)
  return { ffmpeg: ffmpeg.value.path, ffprobe: ffprobe.value.path, capabilities: capabilities.value }
}

export async function makeMedia(folder: string, name: string, args: readonly string[]): Promise<string> {
  const { ffmpeg } = await toolsAtHand()
  const path = join(folder, name)
  await run(ffmpeg, ['-hide_banner', '-nostdin', '-y', '-v', 'error', ...args, path])
  return path
}

/** A moving picture of 320x180 at 25 frames a second, with a tone. */
export function film(seconds: number, more: readonly string[] = []): readonly string[] {
  const picture = ['-f', 'lavfi', '-i', `testsrc=s=320x180:r=25:d=${seconds}`]
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:d=${seconds}`]
  return [...picture, ...sound, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', ...more]
}

/** The packaged programs, where they are installed. */
export function packagedProgram(scope: '@ffmpeg-installer' | '@ffprobe-installer', name: string): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${scope}/${process.platform}-${process.arch}/package.json`)), name)
  } catch {
    console.error(`SKIPPED: ${scope} is not installed`)
    return undefined
  }
}
