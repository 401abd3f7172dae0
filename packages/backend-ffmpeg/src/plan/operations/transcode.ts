import { transcodeNeeds, watermarkNeeds, type TranscodeTask } from '@vodflow/core'
import type { ExpectedMedia } from '../../work.ts'
import { audioTarget, type AudioTarget } from '../audio-target.ts'
import { expectedAudio, expectedVideo } from '../expected-media.ts'
import { muxTarget, outputPath, type MuxTarget } from '../muxer.ts'
import type { Needs } from '../needs.ts'
import { lacks, unsuitable, type Doom, type Scene } from '../scene.ts'
import { videoTarget, type VideoTarget } from '../video-target.ts'
import { overlayOf, type Overlay } from '../watermark.ts'

/** One transcode with everything decided. */
export interface Rendition {
  readonly task: TranscodeTask
  readonly mux: MuxTarget
  readonly video?: VideoTarget & { readonly overlays: readonly Overlay[] }
  readonly audio?: AudioTarget
  readonly expected: ExpectedMedia
}

/** A source without sound gives a video without sound; anything else that is missing dooms the task. */
export function lowerTranscode(task: TranscodeTask, scene: Scene): Rendition | Doom {
  const { template } = task
  if (template.video !== undefined && scene.video === undefined) return lacks('video')
  if (template.video === undefined && scene.audio === undefined) return lacks('audio')
  if (template.video === undefined && template.audio === undefined) return unsuitable('the template keeps neither video nor audio')
  if (template.audio?.codec === 'mp2' && (template.container === 'flv' || template.container === 'm4a')) {
    return { doom: { reason: 'tool-incapable', detail: `${template.container.toUpperCase()} cannot hold 'mp2' audio; it holds ${template.container === 'flv' ? 'aac and mp3' : 'aac'}` } }
  }
  const video = lowerVideo(task, scene)
  const audio = template.audio && scene.audio && audioTarget(template.audio, template.container, scene.audio, scene.capabilities)
  const mux = muxTarget(task, scene.names.stem('v', task))
  const expected: ExpectedMedia = {
    kind: 'media', task: task.id, path: outputPath(mux), container: template.container, deep: false, ...(mux.keyInfo !== undefined && { keyInfo: mux.keyInfo }),
    ...(video && scene.video && { video: expectedVideo(video, scene.video, scene.capabilities) }),
    ...(audio && scene.audio && { audio: expectedAudio(audio, scene.audio, template.container) }),
    ...(video && task.verify && { quality: { ssim: task.verify.ssim, log: `${mux.stem}.ssim.txt` } }),
  }
  return { task, mux, ...(video && { video }), ...(audio && { audio }), expected }
}

function lowerVideo(task: TranscodeTask, scene: Scene): Rendition['video'] {
  if (task.template.video === undefined || scene.video === undefined) return undefined
  const target = videoTarget(task.template.video, scene.video, scene.inspection.facts.bitrateKbps)
  const overlays = task.watermarks.map(({ template }) => overlayOf(template, scene.images.get(template.image.sha256) ?? '', target))
  return { ...target, overlays }
}

export function needsOfRendition({ task, video, audio }: Rendition, { capabilities }: Scene): Needs {
  const wanted = { video: video !== undefined, audio: audio !== undefined, ownTimes: video?.rate === 'source' }
  const drawn = task.watermarks.length > 0 && wanted.video ? watermarkNeeds() : []
  return { parts: [...transcodeNeeds(task.template, wanted, capabilities), ...drawn], decodes: wanted }
}
