import { canonicalJson, type ProcessTask } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import { byCondition, type EncodeJob, type Job, type OwnJob, type PictureJob } from '../draft.ts'
import type { PictureOrder } from '../pictures.ts'
import type { Pass } from './pass.ts'

/** Tasks that ask for the same under two names are done once; the second takes a copy. */
export const deduplicate: Pass = { name: 'deduplicate', run: (draft) => ({ jobs: byCondition(draft.jobs).flatMap(withoutDoubles) }) }

function withoutDoubles(jobs: readonly Job[]): readonly Job[] {
  const kept: Job[] = []
  const places = new Map<string, number>()
  for (const job of jobs) {
    const key = keyOf(job)
    const at = key === undefined ? undefined : places.get(key)
    const earlier = at === undefined ? undefined : kept[at]
    if (at !== undefined && earlier !== undefined) kept[at] = joined(earlier, job)
    else {
      if (key !== undefined) places.set(key, kept.length)
      kept.push(job)
    }
  }
  return kept
}

/** Equal for jobs that give the same; undefined where a copy would not do. */
function keyOf(job: Job): string | undefined {
  switch (job.kind) {
    case 'encode': return encodeKey(job)
    case 'pictures': return pictureKey(job)
    case 'own': return ownKey(job)
  }
}

/** A playlist names its segments, a key belongs to its output, and a likeness is measured on each. */
function encodeKey({ renditions, pictures, twoPass }: EncodeJob): string | undefined {
  const [only, ...others] = renditions
  if (only === undefined || others.length > 0 || pictures.length > 0) return undefined
  const { rendition: { task, video, audio, mux, expected }, copied } = only
  if (mux.container === 'hls' || task.drm !== undefined || expected.quality !== undefined) return undefined
  return canonicalJson({ kind: 'encode', video: video ?? null, audio: audio ?? null, container: mux.container, copied: copied ?? null, twoPass, aligned: task.idrAlignment })
}

/** Sprites, whose tiles are then made once; other pictures are shared one by one. */
function pictureKey({ pictures: [first, ...others] }: PictureJob): string | undefined {
  if (first === undefined || first.byKey === undefined || others.length > 0) return undefined
  return canonicalJson({ kind: 'pictures', exact: seen(first.exact), byKey: seen(first.byKey) })
}

function seen({ shape, shots }: PictureOrder): object {
  return { ...shape, frames: shots.map(({ frame }) => frame.index) }
}

function ownKey({ work }: OwnJob): string | undefined {
  const [output, ...others] = work.outputs
  if (output?.kind !== 'media' || output.container === 'hls' || others.length > 0 || !('template' in work.task)) return undefined
  return canonicalJson({ kind: 'own', task: asked(work.task) })
}

/** Without the names of the task and of its template. */
function asked({ id: _id, inputs: _inputs, definition: _definition, ...rest }: ProcessTask): object {
  return rest
}

function joined(first: Job, second: Job): Job {
  if (first.kind === 'pictures' && second.kind === 'pictures') return { ...first, pictures: [...first.pictures, ...second.pictures] }
  if (first.kind === 'own' && second.kind === 'own') {
    return { ...first, also: [...(first.also ?? []), second.work], reasons: [...first.reasons, reason(first.work.task, second.work.task)] }
  }
  const original = first.kind === 'encode' ? first.renditions[0]?.rendition : undefined
  if (first.kind !== 'encode' || second.kind !== 'encode' || original === undefined) return first
  const copies = second.renditions.map(({ rendition, copied }) => ({ rendition, sameAs: original.task.id, ...(copied && { copied }) }))
  return { ...first, renditions: [...first.renditions, ...copies], reasons: [...first.reasons, ...copies.map(({ rendition }) => reason(original.task, rendition.task))] }
}

function reason({ id: first }: { readonly id: string }, { id }: Pick<ProcessTask, 'id'>): Reason {
  return { choice: 'reuse', because: `the same as ${first}: made once, and copied`, tasks: [id] }
}
