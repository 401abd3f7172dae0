import type { TemplateBodies, TemplateKind, TranscodeTemplate } from '@vodflow/core'
import { commonVideo } from './built-in-transcode.ts'
import { isWireBody } from './merge.ts'
import type { WireBody } from './project-template.ts'

/** A template's body in the names and flags of a file (templates.md §10), so that another can be laid over it. */
export function toWire(kind: TemplateKind, body: TemplateBodies[TemplateKind]): WireBody {
  // `kind` says which member of the union `body` is; a lookup by kind loses that link.
  return kind === 'transcode' ? transcodeToWire(body as TranscodeTemplate) : { ...body }
}

function transcodeToWire({ container, remux, video, audio }: TranscodeTemplate): WireBody {
  if (remux) return { container, remux: true }
  return {
    container,
    isFiltrateVideo: video ? 0 : 1,
    isFiltrateAudio: audio ? 0 : 1,
    ...(video && { video: withoutDerived(video) }),
    ...(audio && { audio: withoutDefaultProfile(audio) }),
  }
}

/** The group length has no name on the wire; a profile that follows from the codec must not outlive a change of codec. */
function withoutDerived(video: NonNullable<TranscodeTemplate['video']>): WireBody {
  const { gop: _, videoProfile, ...others } = video
  return videoProfile === defaultProfile(video.codec) ? others : { ...others, videoProfile }
}

function withoutDefaultProfile(audio: NonNullable<TranscodeTemplate['audio']>): WireBody {
  const { audioProfile, ...others } = audio
  return audioProfile === 'aac_lc' ? others : { ...others, audioProfile }
}

function defaultProfile(codec: unknown): 'high' | 'main' {
  return codec === 'libx265' ? 'main' : 'high'
}

/** The other way. The caller has checked the members, or will not use what comes back. */
export function fromWire<K extends TemplateKind>(kind: K, wire: WireBody): TemplateBodies[K] {
  // Every member was held against the fields of this kind by `readBody`.
  return (kind === 'transcode' ? transcodeFromWire(wire) : wire) as unknown as TemplateBodies[K]
}

function transcodeFromWire(wire: WireBody): WireBody {
  const { container, remux, isFiltrateVideo, isFiltrateAudio, video, audio } = wire
  if (remux === true) return { container, remux }
  const profile = isWireBody(video) ? { videoProfile: defaultProfile(video['codec']) } : {}
  return {
    container,
    ...(isFiltrateVideo !== 1 && isWireBody(video) && { video: { gop: commonVideo.gop, ...profile, ...video } }),
    ...(isFiltrateAudio !== 1 && isWireBody(audio) && { audio }),
  }
}
