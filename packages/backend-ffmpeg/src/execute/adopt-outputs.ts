import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { Artifact, PlanStep } from '@vodflow/engine'
import { locateFfprobe, sandboxFor, type LocateOptions, type SandboxMode } from '../locate/index.ts'
import type { FfmpegWork } from '../work.ts'
import { isPlainName } from './publish.ts'

/**
 * What a step made in a folder when its printed lines were pasted into a shell: looked into like any output, and left where it
 * is. Undefined where something is missing or is not what was planned.
 */
export async function adoptOutputs({ work }: PlanStep<FfmpegWork>, folder: string, options: LocateOptions & { readonly sandbox?: SandboxMode }, signal: AbortSignal): Promise<readonly Artifact[] | undefined> {
  if (work.type !== 'ffmpeg' || !namesOf(work).every(isPlainName)) return undefined
  const ffprobe = await locateFfprobe(options, isAbsolute(work.program) ? work.program : undefined, signal)
  if (!ffprobe.ok) return undefined
  // Nobody knows what it was made of.
  const sandbox = await sandboxFor(options.sandbox ?? 'off', ffprobe.value.path, options.env, signal)
  if (!sandbox.ok) return undefined
  const { verifyOutput } = await import('../verify/index.ts')
  const artifacts: Artifact[] = []
  for (const output of work.outputs) {
    const verdict = await verifyOutput(output, { ffprobe: ffprobe.value.path, sandbox: sandbox.value, folder, signal }).catch(() => undefined)
    if (verdict?.ok !== true) return undefined
    for (const { path, role, atMs, media } of verdict.produced) {
      const { size } = await stat(join(folder, path))
      artifacts.push({ task: output.task, role, path, sizeBytes: size, ...(atMs !== undefined && { atMs }), ...(media && { media }) })
    }
  }
  return artifacts
}

function namesOf(work: Extract<FfmpegWork, { readonly type: 'ffmpeg' }>): readonly string[] {
  return work.outputs.flatMap((output) => (output.kind === 'media' ? [output.path] : output.kind === 'sprite' ? [...output.sheets, output.vtt] : output.files.map(({ path }) => path)))
}
