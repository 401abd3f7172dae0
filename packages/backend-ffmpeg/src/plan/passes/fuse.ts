import type { Reason } from '@vodflow/engine'
import { byCondition, type Draft, type DraftRendition, type EncodeJob, type Job, type PictureJob } from '../draft.ts'
import type { Scene } from '../scene.ts'
import { fuseReasons } from './fuse-reasons.ts'
import type { Pass } from './pass.ts'

/** What an encode takes for each million pixels of its frames, whatever its preset (performance.md §A). */
const mibPerMegapixel = 150
const defaultMiB = 4200

/** All encodes of the source become one command with one decode, and so do all pictures that need exact frames. */
export const fuse: Pass = { name: 'fuse', run: fused }

function fused(draft: Draft, scene: Scene): Draft {
  return { jobs: byCondition(draft.jobs).flatMap((jobs, at) => fusedSet(jobs, scene, at === 0 ? '' : `-${at + 1}`)) }
}

/** `suffix` keeps the ids of several such sets apart. */
function fusedSet(jobs: readonly Job[], scene: Scene, suffix: string): readonly Job[] {
  const encodes = jobs.filter(canShareDecode)
  const pictures = jobs.filter(needsExactFrames)
  const mib = scene.memoryMiB ?? defaultMiB
  const batches = batchesOf(encodes, (mib / mibPerMegapixel) * 1e6)
  const joined: readonly Job[] = [
    ...batches.map((batch, at) => joinedEncodes(batch, scene, `${isCopy(batch) ? 'copy' : 'encode'}${at === 0 ? '' : `-part${at + 1}`}${suffix}`, batches.length)),
    ...(pictures.length > 0 ? [joinedPictures(pictures, `pictures${suffix}`)] : []),
  ]
  return [...joined, ...jobs.filter((job) => !canShareDecode(job) && !needsExactFrames(job))]
}

/** The first of two passes would keep the others waiting, and its second needs the source again. */
function canShareDecode(job: Job): job is EncodeJob {
  return job.kind === 'encode' && !job.twoPass
}

/** Where key frames will do, one pass over them may be cheaper than any decode. */
function needsExactFrames(job: Job): job is PictureJob {
  return job.kind === 'pictures' && job.pictures.every(({ byKey }) => byKey === undefined)
}

function batchesOf(jobs: readonly EncodeJob[], maxPixels: number): readonly (readonly EncodeJob[])[] {
  const batches: EncodeJob[][] = []
  let pixels = 0
  for (const job of jobs) {
    const area = job.renditions.reduce((sum, each) => sum + areaOf(each), 0)
    const open = batches.at(-1)
    if (open !== undefined && pixels + area <= maxPixels) open.push(job)
    else {
      batches.push([job])
      pixels = 0
    }
    pixels += area
  }
  return batches
}

function isCopy(jobs: readonly EncodeJob[]): boolean {
  return jobs.every(({ renditions }) => renditions.every(({ copied }) => copied !== undefined))
}

function areaOf({ rendition: { video }, copied, sameAs }: DraftRendition): number {
  return video && copied === undefined && sameAs === undefined ? video.width * video.height : 0
}

function joinedEncodes(jobs: readonly EncodeJob[], scene: Scene, id: string, batches: number): Job {
  const parts: Reason[] = batches > 1 ? [{ choice: 'separate', because: `the encodes are ${batches} commands of at most ${Math.floor((10 * (scene.memoryMiB ?? defaultMiB)) / mibPerMegapixel) / 10} million pixels a frame each, for ${scene.memoryMiB ?? defaultMiB} MiB of memory` }] : []
  const job: EncodeJob = {
    kind: 'encode', id, condition: jobs[0]?.condition ?? '', needs: jobs[0]?.needs ?? [], once: false, twoPass: false, reasons: [],
    renditions: jobs.flatMap(({ renditions }) => renditions), pictures: [],
  }
  return { ...job, reasons: [...fuseReasons(job, scene), ...parts, ...jobs.flatMap(({ reasons }) => reasons)] }
}

function joinedPictures(jobs: readonly PictureJob[], id: string): Job {
  const [first] = jobs
  return {
    kind: 'pictures', id, condition: first?.condition ?? '', needs: first?.needs ?? [], once: false, frames: 'exact', by: 'scan',
    reasons: jobs.flatMap(({ reasons }) => reasons), pictures: jobs.flatMap(({ pictures }) => pictures),
  }
}
