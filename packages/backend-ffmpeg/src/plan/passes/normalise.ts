import { costOfWay, normaliseCost, plural } from '../cost.ts'
import { rounded } from '../decimal.ts'
import { ordersOf, type Draft, type PictureJob } from '../draft.ts'
import { distinctFrames } from '../pictures.ts'
import type { Scene, VideoStream } from '../scene.ts'
import { eachPictures, type Pass } from './pass.ts'

/** Those that say when each frame is shown, but not where in the file it is. */
const withoutIndex = ['ts', 'flv']
/** The copy lies in the work folder until its step has ended. */
const maxCopyBytes = 2 ** 31

/** Pictures of a source without an index: its packets are copied into a container that has one, where seeks there decode less than one pass. */
export const normalise: Pass = { name: 'normalise', run: normalised }

function normalised(draft: Draft, scene: Scene): Draft {
  const { video } = scene
  return video === undefined || !isPossible(scene) ? draft : eachPictures(draft, (job) => cheapest(job, scene, video))
}

/** Of a whole file: a clip and a join are found by the times of what they are made of. */
function isPossible({ inspection: { parts, facts }, capabilities: { muxers, demuxers } }: Scene): boolean {
  const [part, ...others] = parts
  if (part === undefined || others.length > 0 || !('facts' in part) || part.clip !== undefined) return false
  const readsCopy = demuxers.includes('matroska') || demuxers.includes('matroska,webm')
  return readsCopy && muxers.includes('matroska') && withoutIndex.includes(part.facts.container) && facts.sizeBytes <= maxCopyBytes
}

function cheapest(job: PictureJob, scene: Scene, video: VideoStream): PictureJob {
  if (job.by !== 'scan') return job
  const frames = distinctFrames(ordersOf(job))
  const scan = costOfWay('scan', job.frames, frames, scene, video)
  const seeks = normaliseCost(video.endSeconds) + costOfWay('seek', job.frames, frames, scene, video)
  if (seeks >= scan) return job
  const because = `${scene.inspection.facts.container} has no index to seek by: copying its packets into a container that has one, and ${plural(frames.length)} by seeks, cost about ${rounded(seeks)} s of decoding, one pass ${rounded(scan)} s`
  return { ...job, by: 'seek', normalised: true, reasons: [...job.reasons.filter(({ choice }) => choice !== 'scan'), { choice: 'normalise', because }] }
}
