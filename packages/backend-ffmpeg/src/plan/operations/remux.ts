import { transcodeNeeds, type AudioFacts, type TranscodeTask } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { ExpectedMedia, FfmpegCommand } from '../../work.ts'
import { frameOfIndex, framesEnd } from '../../frame-times.ts'
import type { InspectedFile } from '../../inspection.ts'
import { isFile, partList, whyNoCopy, type Timeline } from '../../join/index.ts'
import { copyCommands, whyNotCut } from '../copied-source.ts'
import { rounded } from '../decimal.ts'
import { codecReadBack, ownFrameSeconds } from '../expected-media.ts'
import { muxerArgs, muxTarget, outputPath, type MuxTarget } from '../muxer.ts'
import type { Needs } from '../needs.ts'
import { cleanOutputArgs } from '../output-args.ts'
import type { OwnWork } from '../own-work.ts'
import { lacks, unsuitable, type Doom, type Scene, type VideoStream } from '../scene.ts'
import { cutOf } from '../source-input.ts'

type Container = TranscodeTask['template']['container']

/** What each container holds and its players play. */
const holds: Readonly<Partial<Record<Container, { readonly video: readonly string[]; readonly audio: readonly string[] }>>> = {
  mp4: {
    video: ['h264', 'hevc', 'av1', 'vp9', 'mpeg4', 'mpeg2video', 'mpeg1video'],
    audio: ['aac', 'mp3', 'mp2', 'ac3', 'eac3', 'alac', 'opus', 'flac'],
  },
  hls: { video: ['h264', 'hevc', 'mpeg2video', 'mpeg1video'], audio: ['aac', 'mp3', 'mp2', 'ac3', 'eac3'] },
  flv: { video: ['h264', 'flv1'], audio: ['aac', 'mp3'] },
}

/** Streams copied as they are (templates.md §3). Bitstream filters between the packings come by themselves in every build. */
export function lowerRemux(task: TranscodeTask, scene: Scene): OwnWork | Doom {
  const { container } = task.template
  const { video, audio } = copiedStreams(scene)
  if (video === undefined && audio === undefined) return lacks('video')
  const obstacle = whyNotCopied(container, scene)
  if (obstacle !== undefined) return unsuitable(obstacle)
  const mux = muxTarget(task, scene.names.stem('v', task))
  return {
    task,
    ...copiesInto(mux, scene),
    outputs: [{
      kind: 'media', task: task.id, path: outputPath(mux), container, deep: true, ...(mux.keyInfo !== undefined && { keyInfo: mux.keyInfo }),
      ...(video && { video: copiedVideo(video) }), ...(audio && { audio: copiedAudio(audio, container) }),
    }],
    reasons: [copyReason(container, scene)],
  }
}

/** As they stand in the file, or in one part after the other, into another one. */
export function copiesInto(mux: MuxTarget, scene: Scene): Pick<OwnWork, 'commands' | 'prepare'> {
  const { video, audio } = copiedStreams(scene)
  const output = [
    ...(video?.facts.codec === 'hevc' && mux.container === 'mp4' ? ['-tag:v', 'hvc1'] : []),
    ...(audio && ['opus', 'flac'].includes(audio.codec) ? ['-strict', '-2'] : []),
    ...cleanOutputArgs, ...muxerArgs(mux),
  ]
  if (scene.join === undefined) return { commands: copyCommands(scene, output) }
  const list = partList(scene.join)
  const clips = list.clips.flatMap(({ part, name }) => clipCommands(scene, part, name))
  const args = [...list.args, ...(video ? ['-map', list.video] : []), ...(audio ? ['-map', list.audio] : []), '-c', 'copy', ...output]
  return { prepare: list.prepare, commands: [...clips, { args, mediaSeconds: scene.inspection.facts.durationSeconds }] }
}

/** One part of a join as a film of its own. Its sound begins with its pictures or later, so that the file does with them. */
function clipCommands(scene: Scene, part: InspectedFile, name: string): readonly FfmpegCommand[] {
  const { join: _join, video, audio: _audio, ...rest } = scene
  const { videoStreams: [shown], audioStreams: [heard] } = part.facts
  const alone: Scene = {
    ...rest, input: part.file?.path ?? 'SOURCE', inspection: { ...scene.inspection, facts: part.facts, parts: [part], seekable: part.seekable },
    ...(video && shown && { video: { ...video, facts: shown } }), ...(heard && { audio: heard }),
  }
  return copyCommands(alone, [...(heard ? ['-copypriorss:a', '0', '-strict', '-2'] : []), '-f', 'mp4', name])
}

export function copyReason(container: Container, scene: Scene): Reason {
  const { video, audio } = copiedStreams(scene)
  const words = [video?.facts.codec, audio?.codec].filter(Boolean).join(' and ')
  const joined = scene.join === undefined ? '' : `the ${scene.join.pieces.length} parts are alike and are copied one after the other: `
  const clip = cutOf(scene)?.clip
  const cut = clip === undefined ? '' : `, and can be cut at ${rounded(clip.startSeconds, 3)} s and ${rounded(clip.endSeconds, 3)} s`
  return { choice: 'copy', because: `${joined}${words} fit ${container.toUpperCase()} as they are${cut}: nothing is decoded` }
}

/** A copy has the streams of its parts, not those that a new encode would have. */
export function copiedStreams(scene: Scene): Pick<Scene, 'video' | 'audio'> {
  return scene.join === undefined ? scene : copiedJoin(scene, scene.join)
}

/** Streams that are not alike need a decoder each, and what is decoded is no copy. */
function whyNotJoined({ join }: Scene): string | undefined {
  const why = join && whyNoCopy(join)
  return why === undefined ? undefined : `the parts cannot be joined without a new encode: ${why}`
}

function copiedJoin({ video }: Scene, { pieces }: Timeline): Pick<Scene, 'video' | 'audio'> {
  const files = pieces.flatMap(({ part }) => (isFile(part) ? [part] : []))
  const [first, last] = [files[0], files.at(-1)]
  const [shown] = first?.facts.videoStreams ?? []
  const [heard] = first?.facts.audioStreams ?? []
  const [heardLast] = last?.facts.audioStreams ?? []
  if (first === undefined || last === undefined) return {}
  const short = heardLast === undefined ? 0 : endOf(last) - Math.min(last.clip?.endSeconds ?? Number.POSITIVE_INFINITY, heardLast.startSeconds + heardLast.durationSeconds)
  const total = pieces.reduce((sum, piece) => sum + piece.span.end - piece.span.origin, 0)
  return {
    ...(video && shown && { video: { ...video, facts: { ...shown, durationSeconds: video.facts.durationSeconds } } }),
    ...(heard && { audio: { ...heard, durationSeconds: total - short } }),
  }
}

function endOf({ clip, frames, facts }: InspectedFile): number {
  if (clip !== undefined) return clip.endSeconds
  return frames === undefined ? facts.durationSeconds : framesEnd(frames)
}

/** Why the streams cannot be copied into this container; undefined where they can. */
export function whyNotCopied(container: Container, scene: Scene): string | undefined {
  const { video, audio } = copiedStreams(scene)
  const joined = whyNotJoined(scene)
  if (joined !== undefined) return joined
  const allowed = holds[container]
  const name = container.toUpperCase()
  if (allowed === undefined) return `streams cannot be copied into ${name}`
  if (video && !allowed.video.includes(video.facts.codec)) return `${name} cannot hold '${video.facts.codec}' video; it holds ${allowed.video.join(', ')}`
  if (audio && !allowed.audio.includes(audio.codec)) return `${name} cannot hold '${audio.codec}' audio; it holds ${allowed.audio.join(', ')}`
  if (video && container !== 'mp4' && video.facts.rotation !== 0) return `the video is turned by ${video.facts.rotation} degrees in its container, which a copy into ${name} would lose`
  return whyNotCut(scene)
}

/** Where an edit list or a late start cuts into reordered frames, a copy keeps two or three more than are shown; the tail is decoded anyway. */
const copyTolerance = 0.1

export function copiedVideo(video: VideoStream): NonNullable<ExpectedMedia['video']> {
  const { codec, width, height, rotation } = video.facts
  return {
    codec, width, height, rotation, durationSeconds: video.endSeconds - frameOfIndex(video.frames, 0).seconds,
    toleranceSeconds: Math.max(copyTolerance, ownFrameSeconds(video) + 0.002),
  }
}

export function copiedAudio(audio: AudioFacts, container: Container): NonNullable<ExpectedMedia['audio']> {
  const { codec, samplingRate, channels, durationSeconds } = audio
  return { codec: codecReadBack(codec, container), samplingRate, channels, durationSeconds, toleranceSeconds: (2 * 1152) / Math.max(8000, samplingRate) + 0.002 }
}

export function remuxNeeds(task: TranscodeTask, { capabilities }: Scene): Needs {
  return { parts: transcodeNeeds(task.template, { video: false, audio: false, ownTimes: false }, capabilities) }
}
