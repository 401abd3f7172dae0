import { createHash } from 'node:crypto'
import { confinementIn } from '../execute/confine.ts'
import { runProgram } from '../execute/run-program.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import type { InspectedPart, StreamParameters } from '../inspection.ts'
import { severalAtOnce } from '../several-at-once.ts'
import type { Prober } from './inspect.ts'

const LIMIT_MS = 60_000

/** Each file with what its streams need told to a decoder; where that cannot be asked, without. */
export async function withParameters(parts: readonly InspectedPart[], prober: Prober, signal: AbortSignal): Promise<readonly InspectedPart[]> {
  const paths = [...new Set(parts.flatMap((part) => ('facts' in part ? (part.file?.path ?? []) : [])))]
  const asked = await severalAtOnce(paths, 4, async (path) => [path, await parametersOf(path, prober, signal)] as const)
  const known = new Map(asked)
  return parts.map((part) => {
    const parameters = 'facts' in part ? known.get(part.file?.path ?? '') : undefined
    return parameters === undefined ? part : { ...part, parameters }
  })
}

const entries = 'stream=index,level,time_base,has_b_frames,sample_fmt,channel_layout,bits_per_raw_sample,field_order,extradata_hash'

/** By stream index: a digest of what the container says of the stream, its packed parameter sets among it. */
async function parametersOf(path: string, { program, sandbox }: Prober, signal: AbortSignal): Promise<StreamParameters | undefined> {
  const args = ['-v', 'error', ...inputGuard(''), '-show_data_hash', 'sha256', '-show_entries', entries, '-of', 'compact', '-i', inputPath(path)]
  const end = await runProgram({ program, args, limitMs: LIMIT_MS, signal, ...confinementIn(sandbox, args) })
  if (end.how !== 'exited' || end.status !== 0) return undefined
  const lines = end.stdout.split('\n').map((line) => /^stream\|index=(\d+)\|(.*)$/.exec(line.trim()))
  return Object.fromEntries(lines.flatMap((found) => (found?.[1] === undefined ? [] : [[found[1], createHash('sha256').update(found[2] ?? '').digest('hex').slice(0, 16)]])))
}
