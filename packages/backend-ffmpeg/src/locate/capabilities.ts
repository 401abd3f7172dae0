import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, type Result } from '@vodflow/core'
import { runProgram } from '../execute/run-program.ts'
import type { Capabilities } from '../inspection.ts'
import { cacheFolder } from './cache.ts'
import { toolDiagnostics } from './diagnostics.ts'
import { keepAbilities, keptAbilities, type Abilities } from './kept-abilities.ts'
import type { Environment } from './places.ts'
import { parseDecoders, parseNames } from './parse-lists.ts'
import type { FoundProgram } from './try-program.ts'

/** Asked once and kept by the identity of the binary: seven short runs of it cost half a second. */
export async function capabilitiesOf(ffmpeg: FoundProgram, probe: FoundProgram | undefined, env: Environment, signal?: AbortSignal): Promise<Result<Capabilities>> {
  const folder = cacheFolder(env)
  const kept = await keptAbilities(folder, ffmpeg.path)
  const program = { program: ffmpeg.path, ...(probe && { probeProgram: probe.path }), version: ffmpeg.version }
  if (kept) return ok({ ...program, ...kept })
  const asked = await ask(ffmpeg.path, signal)
  if ('why' in asked) return fail(toolDiagnostics.create('not-answering', undefined, { path: ffmpeg.path, why: asked.why }))
  await keepAbilities(folder, ffmpeg.path, asked)
  return ok({ ...program, ...asked })
}

async function ask(path: string, signal?: AbortSignal): Promise<Abilities | { readonly why: string }> {
  const lists: string[] = []
  for (const option of ['-encoders', '-decoders', '-muxers', '-demuxers', '-filters']) {
    const end = await runProgram({ program: path, args: ['-hide_banner', option], limitMs: 15_000, signal })
    if (end.how !== 'exited' || end.status !== 0) return { why: end.how === 'exited' ? `${option} ended with status ${end.status}` : `${option}: ${end.how}` }
    lists.push(end.stdout)
  }
  const [encoders = '', decoders = '', muxers = '', demuxers = '', filters = ''] = lists
  const help = await runProgram({ program: path, args: ['-hide_banner', '-h', 'long'], limitMs: 15_000, signal })
  const options = help.how === 'exited' ? help.stdout : ''
  return {
    encoders: parseNames(encoders),
    decoders: parseDecoders(decoders),
    muxers: parseNames(muxers),
    demuxers: parseNames(demuxers),
    filters: parseNames(filters),
    options: { fpsMode: /^-fps_mode\b/m.test(options), statsPeriod: /^-stats_period\b/m.test(options) },
    hevcInFlv: parseNames(encoders).includes('libx265') && (await writesHevcInFlv(path, signal)),
  }
}

/** No list tells: make two frames and read them back. */
async function writesHevcInFlv(path: string, signal?: AbortSignal): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-ask-'))
  try {
    const file = join(folder, 'a.flv')
    const make = ['-f', 'lavfi', '-i', 'color=c=gray:s=64x64:r=25:d=0.08', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=1', '-f', 'flv', file]
    const read = ['-i', file, '-map', '0:v:0', '-f', 'null', '-']
    for (const args of [make, read]) {
      const end = await runProgram({ program: path, args: ['-hide_banner', '-nostdin', '-y', '-v', 'error', ...args], limitMs: 15_000, signal })
      if (end.how !== 'exited' || end.status !== 0) return false
    }
    return true
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
