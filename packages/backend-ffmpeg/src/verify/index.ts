import type { ExpectedOutput } from '../work.ts'
import { verifyImages, verifySprite } from './images.ts'
import { verifyMedia } from './media.ts'
import type { Verdict, VerifyTools } from './verdict.ts'

export { decodeTogether } from './images.ts'
export type { Produced, Verdict, VerifyTools } from './verdict.ts'

/** Looks into what a command made; its exit status and the file being there prove nothing (performance.md §F). */
export function verifyOutput(expected: ExpectedOutput, tools: VerifyTools): Promise<Verdict> {
  switch (expected.kind) {
    case 'media':
      return verifyMedia(expected, tools)
    case 'images':
      return verifyImages(expected, tools)
    case 'sprite':
      return verifySprite(expected, tools)
  }
}
