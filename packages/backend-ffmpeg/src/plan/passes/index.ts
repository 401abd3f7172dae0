import type { OptimiserPass } from '@vodflow/core'
import type { Draft } from '../draft.ts'
import type { Scene } from '../scene.ts'
import { beside } from './beside.ts'
import { cascade } from './cascade.ts'
import { copy } from './copy.ts'
import { deduplicate } from './deduplicate.ts'
import { hoistWatermark } from './hoist-watermark.ts'
import { fuse } from './fuse.ts'
import { keyPackets } from './key-packets.ts'
import { normalise } from './normalise.ts'
import { order } from './order.ts'
import type { Pass } from './pass.ts'
import { seek } from './seek.ts'
import { shareAudio } from './share-audio.ts'
import { sharePictures } from './share-pictures.ts'
import { zimg } from './zimg.ts'

/** In this order: what is joined first is what later ones find shared work in. */
const row: readonly Pass[] = [copy, deduplicate, fuse, beside, seek, normalise, keyPackets, cascade, zimg, hoistWatermark, shareAudio, sharePictures, order]

export function optimised(draft: Draft, scene: Scene, without: readonly OptimiserPass[]): Draft {
  return row.filter(({ name }) => !without.includes(name)).reduce((made, pass) => pass.run(made, scene), draft)
}
