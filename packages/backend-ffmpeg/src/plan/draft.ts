import type { ProcessTask, ReviewTask, TaskId } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { Rendition } from './operations/transcode.ts'
import type { OwnWork } from './own-work.ts'
import type { PictureOrder } from './pictures.ts'

/**
 * What stands between the tasks of a graph and the commands of a plan: jobs, each of which becomes one step, with every decision
 * written down. Lowering gives each task a job of its own that does everything by itself; the passes join jobs and change decisions;
 * what writes the commands decides nothing.
 */
export interface Draft {
  readonly jobs: readonly Job[]
}

export type Job = EncodeJob | PictureJob | OwnJob

interface AnyJob {
  /** Unique, and safe as a file name. */
  readonly id: string
  /** Equal for tasks that run under the same condition. Others never share a job: one of them might not run. */
  readonly condition: string
  /** Ids of steps that must have ended well before. */
  readonly needs: readonly string[]
  /** What the passes decided, and why. */
  readonly reasons: readonly Reason[]
}

/** Renditions, and pictures beside them, from one decode of the source. */
export interface EncodeJob extends AnyJob {
  readonly kind: 'encode'
  readonly renditions: readonly DraftRendition[]
  /** Picked from the same decode. */
  readonly pictures: readonly PictureOrder[]
  /** A frame that several of the pictures want is made once, and copied. */
  readonly once: boolean
  /** Read the source twice: the first time only measures. */
  readonly twoPass: boolean
}

export interface DraftRendition {
  readonly rendition: Rendition
  /** The rendition of the same job whose frames it is scaled from; absent: from those of the source. */
  readonly scaledFrom?: TaskId
  /** By what, from that one; absent: swscale. */
  readonly scaledBy?: 'zimg'
  /** The rendition of the same job, perhaps itself, that draws its watermarks before this one is scaled; absent: it draws its own. */
  readonly markedBy?: TaskId
  /** Its pictures are packets of the source as they are, and where it says so its sound; absent: encoded. */
  readonly copied?: { readonly sound: boolean }
  /** The rendition of the same job of whose file it is a copy: nothing is encoded for it. */
  readonly sameAs?: TaskId
  /** The rendition of the same job whose encode of the sound it takes; absent: its own. */
  readonly soundFrom?: TaskId
}

/** Still pictures apart from any encode. */
export interface PictureJob extends AnyJob {
  readonly kind: 'pictures'
  readonly pictures: readonly DraftPictures[]
  /** The frames: exactly those, or the key frames at or before them; by one pass over the film, a seek for each, or their packets alone. */
  readonly frames: 'exact' | 'key'
  readonly by: 'scan' | 'seek' | 'packets'
  /** Seeks go to a copy of its packets in a container that has an index, which the source's has not. */
  readonly normalised?: true
  /** By packets: what is done where they turn out not to be what the index says. */
  readonly otherwise?: 'scan' | 'seek'
  readonly once: boolean
}

export interface DraftPictures {
  readonly exact: PictureOrder
  /** Present where key frames will do. */
  readonly byKey?: PictureOrder
}

/** Commands of a task that shares nothing with others. */
export interface OwnJob extends AnyJob {
  readonly kind: 'own'
  readonly work: OwnWork
  /** Others that take a copy of its file. */
  readonly also?: readonly OwnWork[]
}

export function ordersOf(job: EncodeJob | PictureJob): readonly PictureOrder[] {
  if (job.kind === 'encode') return job.pictures
  return job.pictures.map(({ exact, byKey }) => (job.frames === 'key' && byKey ? byKey : exact))
}

/** In the order of its renditions, then its pictures. */
export function tasksOf(job: Job): readonly (ProcessTask | ReviewTask)[] {
  switch (job.kind) {
    case 'own': return [job.work, ...(job.also ?? [])].map(({ task }) => task)
    case 'encode': return [...job.renditions.map(({ rendition }) => rendition.task), ...job.pictures.map(({ task }) => task)]
    case 'pictures': return job.pictures.map(({ exact }) => exact.task)
  }
}

/** Jobs in the order of their conditions' first ones. */
export function byCondition(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const sets = new Map<string, Job[]>()
  for (const job of jobs) sets.set(job.condition, [...(sets.get(job.condition) ?? []), job])
  return [...sets.values()]
}
