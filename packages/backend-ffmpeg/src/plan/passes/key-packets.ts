import type { Reason } from '@vodflow/engine'
import { costOfWay, keySeekOrScan, packetCost, plural, seekOrScan } from '../cost.ts'
import { rounded } from '../decimal.ts'
import { byCondition, ordersOf, type Draft, type Job, type PictureJob } from '../draft.ts'
import { packetAccessOf } from '../packet-command.ts'
import { distinctFrames, maxPicturesOfTask } from '../pictures.ts'
import type { Scene, VideoStream } from '../scene.ts'
import type { Pass } from './pass.ts'

/** Pictures apart from an encode: only the packets that show them, and those that these need, through one decoder for all of them. */
export const keyPackets: Pass = { name: 'keyPackets', run: fetched }

function fetched(draft: Draft, scene: Scene): Draft {
  const { video } = scene
  return video === undefined ? draft : { jobs: byCondition(draft.jobs).flatMap((jobs) => fetchedSet(jobs, scene, video)) }
}

function fetchedSet(jobs: readonly Job[], scene: Scene, video: VideoStream): readonly Job[] {
  const pictures = jobs.filter((job): job is PictureJob => job.kind === 'pictures' && job.by !== 'packets')
  if (pictures.length === 0) return jobs
  const access = packetAccessOf(scene)
  if ('why' in access) return jobs
  const costs = pictures.map((job) => ({ job, seconds: costOf(job, scene, video) }))
  const together = packetCost(framesOf(pictures), scene, video)
  const apart = costs.reduce((sum, { seconds }) => sum + seconds, 0)
  const chosen = together.seconds < apart ? pictures : cheaperAlone(costs, scene, video)
  if (chosen.length === 0 || framesOf(chosen).length > maxPicturesOfTask) return jobs
  const joined = joinedJob(chosen, scene, video)
  const first = chosen[0]
  return jobs.flatMap((job): readonly Job[] => (job === first ? [joined] : job.kind === 'pictures' && chosen.includes(job) ? [] : [job]))
}

function cheaperAlone(costs: readonly { job: PictureJob; seconds: number }[], scene: Scene, video: VideoStream): readonly PictureJob[] {
  const [best] = costs.filter(({ job, seconds }) => packetCost(framesOf([job]), scene, video).seconds < seconds).toSorted((a, b) => b.seconds - a.seconds)
  return best ? [best.job] : []
}

function costOf(job: PictureJob, scene: Scene, video: VideoStream): number {
  return costOfWay(job.by === 'scan' ? 'scan' : 'seek', job.frames, framesOf([job]), scene, video)
}

function framesOf(jobs: readonly PictureJob[]) {
  return distinctFrames(jobs.flatMap(ordersOf))
}

/** Frames are settled here: of those for which key frames will do, the key frames. */
function joinedJob(jobs: readonly PictureJob[], scene: Scene, video: VideoStream): PictureJob {
  const [first] = jobs
  const frames = framesOf(jobs)
  const { seconds, packets } = packetCost(frames, scene, video)
  const apart = jobs.reduce((sum, job) => sum + costOf(job, scene, video), 0)
  const reason: Reason = { choice: 'key-packets', because: `${plural(frames.length)} from about ${packets} packets cost about ${rounded(seconds)} s of decoding, ${wayOf(jobs)} ${rounded(apart)} s` }
  const kept = jobs.flatMap(({ reasons }) => reasons.filter(({ choice }) => choice !== 'seek' && choice !== 'scan'))
  const key = jobs.every((job) => job.frames === 'key')
  return {
    kind: 'pictures', id: first?.id ?? 'pictures',
    condition: first?.condition ?? '', needs: first?.needs ?? [], once: jobs.some(({ once }) => once), reasons: [...kept, reason],
    frames: key ? 'key' : 'exact', by: 'packets', otherwise: (key ? keySeekOrScan(frames, scene) : seekOrScan(frames, scene, video)).how,
    pictures: jobs.flatMap((job) => (key ? job.pictures : ordersOf(job).map((order) => ({ exact: order })))),
  }
}

function wayOf(jobs: readonly PictureJob[]): string {
  const ways = new Set(jobs.map(({ by }) => by))
  if (ways.size > 1) return 'seeks and one pass over the film'
  return ways.has('seek') ? 'seeks' : jobs.length > 1 ? `${jobs.length} passes over the film` : jobs[0]?.frames === 'key' ? 'one pass over all key frames' : 'one pass over the film'
}
