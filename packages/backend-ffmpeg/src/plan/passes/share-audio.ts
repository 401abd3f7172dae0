import type { TaskId } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import { audioKey } from '../audio-target.ts'
import type { Draft, DraftRendition, EncodeJob } from '../draft.ts'
import type { Scene } from '../scene.ts'
import { eachEncode, type Pass } from './pass.ts'

/** Renditions of one command with equal sound take the first one's encode of it. */
export const shareAudio: Pass = { name: 'shareAudio', run: shared }

function shared(draft: Draft, scene: Scene): Draft {
  return canTee(scene) ? eachEncode(draft, sharedIn) : draft
}

/** The tee of builds before -fps_mode moves every stream by the encoder's delay, so they encode each sound by itself. */
function canTee({ capabilities }: Scene): boolean {
  return capabilities.muxers.includes('tee') && capabilities.options.fpsMode
}

function sharedIn(job: EncodeJob): EncodeJob {
  const firsts = new Map<string, TaskId>()
  const renditions = job.renditions.map((each): DraftRendition => {
    const { audio, task } = each.copied || each.sameAs ? { ...each.rendition, audio: undefined } : each.rendition
    const first = audio && firsts.get(audioKey(audio))
    if (audio && first === undefined) firsts.set(audioKey(audio), task.id)
    return first === undefined ? each : { ...each, soundFrom: first }
  })
  return { ...job, renditions, reasons: [...job.reasons, ...[...firsts.values()].flatMap((first) => reasonOf(first, renditions))] }
}

function reasonOf(first: TaskId, renditions: readonly DraftRendition[]): readonly Reason[] {
  const same = renditions.filter(({ rendition, soundFrom }) => rendition.task.id === first || soundFrom === first)
  const audio = same[0]?.rendition.audio
  if (same.length < 2) return []
  return [{ choice: 'share', because: `${same.length} outputs ask for the same sound (${audio?.codec} ${audio?.bitrateKbps} kbps, ${audio?.samplingRate} Hz, ${audio?.channels} channels): it is encoded once`, tasks: same.map(({ rendition }) => rendition.task.id) }]
}
