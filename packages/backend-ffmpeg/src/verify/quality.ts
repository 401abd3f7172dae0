import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ExpectedMedia } from '../work.ts'
import { mismatch, type Mismatch, type Quality, type VerifyTools } from './verdict.ts'

/** What ffmpeg's `ssim` wrote down, a line for each frame, held against what was asked for. */
export async function measureQuality({ path, quality }: ExpectedMedia, tools: VerifyTools): Promise<Quality | Mismatch | undefined> {
  if (quality === undefined) return undefined
  let frames = 0
  let sum = 0
  let worst = { frame: 0, ssim: 1 }
  try {
    for await (const line of createInterface({ input: createReadStream(join(tools.folder, quality.log)) })) {
      const ssim = Number(/\bAll:([\d.]+)/.exec(line)?.[1])
      if (!Number.isFinite(ssim)) continue
      if (ssim < worst.ssim) worst = { frame: frames, ssim }
      frames += 1
      sum += ssim
    }
  } catch {
    // Told below: nothing was measured.
  }
  if (frames === 0) return mismatch(`a comparison of ${path} with the source`, 'none')
  return { ssim: sum / frames, wanted: quality.ssim, worst }
}
