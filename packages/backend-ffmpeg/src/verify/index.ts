import type { ExpectedMedia, ExpectedOutput } from '../work.ts'
import { verifyImages, verifySprite } from './images.ts'
import { verifyMedia } from './media.ts'
import { measureQuality } from './quality.ts'
import type { Verdict, VerifyTools } from './verdict.ts'

export type { HlsKey } from './decrypt.ts'
export { decodeTogether } from './together.ts'
export type { Produced, Verdict, VerifyTools } from './verdict.ts'

/** Looks into what a command made; its exit status and the file being there prove nothing (performance.md §F). */
export function verifyOutput(expected: ExpectedOutput, tools: VerifyTools): Promise<Verdict> {
  switch (expected.kind) {
    case 'media':
      return verifyMedia(expected, tools).then((verdict) => held(expected, verdict, tools))
    case 'images':
      return verifyImages(expected, tools)
    case 'sprite':
      return verifySprite(expected, tools)
  }
}

/** An output that is whole, held against the likeness to the source that was asked for. */
async function held(expected: ExpectedMedia, verdict: Verdict, tools: VerifyTools): Promise<Verdict> {
  if (verdict.ok !== true) return verdict
  const quality = await measureQuality(expected, tools)
  if (quality === undefined) return verdict
  if ('ok' in quality) return quality
  if (quality.ssim < quality.wanted) return { ok: 'poor', ...quality }
  return { ok: true, produced: verdict.produced.map((file) => (file.media ? { ...file, media: { ...file.media, ssim: quality.ssim } } : file)) }
}
