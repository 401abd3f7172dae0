import { rationalValue, type TaskGraph, type TranscodeTask } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { MuxTarget } from '../muxer.ts'
import { isDoom, lacks, type Doom, type Scene, type VideoStream } from '../scene.ts'
import type { OwnWork } from '../own-work.ts'
import { copiedAudio, copiedStreams, copiedVideo, copiesInto, copyReason, whyNotCopied } from './remux.ts'
import { lowerTranscode, type Rendition } from './transcode.ts'

/**
 * The film that is worked on, as a file: one more output of the same decode. As a task for the planner, which is a transcode under
 * the name of the source; undefined where it is not wanted.
 */
export function keptSourceTask(graph: TaskGraph, scene: Scene): TranscodeTask | undefined {
  const source = graph.tasks.find((task) => task.kind === 'source')
  if (source?.keep !== true) return undefined
  return { kind: 'transcode', id: source.id, inputs: [], definition: 0, watermarks: [], idrAlignment: false, template: template(scene) }
}

/** H.264 and AAC of the source's own size and rate, with bits to spare: other encodes may be made of it later. */
function template({ video, audio }: Scene): TranscodeTask['template'] {
  return {
    container: video ? 'mp4' : 'm4a',
    ...(video && {
      video: {
        codec: 'libx264', fps: 0, width: 0, height: 0, bitrate: generousKbps(video), resolutionSelfAdapting: 'close', videoProfile: 'high', colorSpace: 'yuv420p',
        gop: 250, maxGop: 2, deinterlaced: 0, videoRateControl: 0,
      },
    }),
    ...(audio && { audio: { codec: 'libfdk_aac', bitrate: 192, sampleRate: 0, soundSystem: audio.channels > 2 ? 6 : audio.channels > 1 ? 2 : 1, audioProfile: 'aac_lc' } }),
  }
}

/** Newer codecs do with half the bits; below a tenth of a bit a pixel H.264 begins to show. */
function generousKbps({ facts: { codec, bitrateKbps, width, height, frameRate } }: VideoStream): number {
  const factor = ['hevc', 'av1', 'vp9'].includes(codec) ? 3 : 1.5
  const pixels = width * height * (rationalValue(frameRate) || 25)
  return Math.round(Math.min(100_000, Math.max(factor * bitrateKbps, pixels / 10_000, 500)))
}

export type KeptSource =
  | { readonly kind: 'own'; readonly work: OwnWork }
  | { readonly kind: 'encode'; readonly rendition: Rendition; readonly reasons: readonly Reason[] }

/** Copied where that shows exactly its frames; else encoded, frame by frame. */
export function lowerKeptSource(task: TranscodeTask, scene: Scene): KeptSource | Doom {
  const { video, audio } = copiedStreams(scene)
  if (video === undefined && audio === undefined) return lacks('video')
  const container = task.template.container
  const obstacle = whyNotCopied(container, scene)
  if (obstacle === undefined) return { kind: 'own', work: copiedWork(task, { container, stem: 'source' }, scene) }
  const rendition = lowerTranscode(task, scene)
  if (isDoom(rendition)) return rendition
  const path = `source.${container}`
  const reasons: readonly Reason[] = [{ choice: 'encode', because: `${path} is encoded anew, frame by frame: ${obstacle}`, tasks: [task.id] }]
  return { kind: 'encode', rendition: { ...rendition, mux: { ...rendition.mux, stem: 'source' }, expected: { ...rendition.expected, path } }, reasons }
}

function copiedWork(task: TranscodeTask, mux: MuxTarget, scene: Scene): OwnWork {
  const { video, audio } = copiedStreams(scene)
  return {
    task, ...copiesInto(mux, scene),
    outputs: [{
      kind: 'media', task: task.id, path: `source.${mux.container}`, container: mux.container, deep: true,
      ...(video && { video: copiedVideo(video) }), ...(audio && { audio: copiedAudio(audio, mux.container) }),
    }],
    reasons: [copyReason(mux.container, scene)],
  }
}
