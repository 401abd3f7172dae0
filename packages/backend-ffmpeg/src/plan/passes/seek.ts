import { keySeekOrScan, seekOrScan } from '../cost.ts'
import { ordersOf, type Draft, type PictureJob } from '../draft.ts'
import { distinctFrames } from '../pictures.ts'
import type { Scene, VideoStream } from '../scene.ts'
import { eachPictures, type Pass } from './pass.ts'

/** Pictures apart from an encode: by seeks where these decode less than one pass over the film; from key frames where they will do. */
export const seek: Pass = { name: 'seek', run: sought }

function sought(draft: Draft, scene: Scene): Draft {
  const { video } = scene
  return video === undefined ? draft : eachPictures(draft, (job) => cheapest(job, scene, video))
}

function cheapest(job: PictureJob, scene: Scene, video: VideoStream): PictureJob {
  const key = job.pictures.every(({ byKey }) => byKey !== undefined)
  const chosen = { ...job, frames: key ? 'key' : 'exact' } as const
  const frames = distinctFrames(ordersOf(chosen))
  const { how, reason } = key ? keySeekOrScan(frames, scene) : seekOrScan(frames, scene, video)
  return { ...chosen, by: how, reasons: [...job.reasons, reason] }
}
