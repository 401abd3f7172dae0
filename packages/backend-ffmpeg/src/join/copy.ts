import { rationalValue } from '@vodflow/core'
import { frameCount, frameOfIndex, framesEnd } from '../frame-times.ts'
import type { InspectedFile, InspectedPart, ResolvedClip } from '../inspection.ts'
import type { CommandWork } from '../work.ts'
import { whyNotCutOut } from '../cut-points.ts'
import { acceptedFormats } from '../input-guard.ts'
import { audioOf, isFile, isShown, startOf, type ShownPart } from './part.ts'
import { secondsOf, type Timeline } from './timeline.ts'

/** A hole in the sound is heard from here on; of a sound that goes on into the next part three frames can be swallowed. */
const holeSeconds = 0.1
const overlapSeconds = 0.07

/**
 * Why the parts cannot stand one after the other as they are; undefined where they can: files, or clips that can be copied out of them,
 * that one decoder reads without noticing where a part ends. The first difference is named.
 */
export function whyNoCopy({ pieces, canvas }: Timeline): string | undefined {
  const [first] = pieces
  if (first === undefined) return 'there is no part'
  for (const { part, index, count, span } of pieces) {
    const why = isFile(part) ? (whyNotAlone(part, index) ?? (isFile(first.part) ? difference(part, index, first.part) : undefined)) : `part ${index + 1} is a gap, which has to be made`
    if (why !== undefined) return why
    if (isFile(part) && isShown(part) && (canvas.video === undefined || shownCount(part) !== count || Math.abs(secondsOf(count, canvas) - (span.end - span.origin)) > 1 / rationalValue(canvas.rate))) {
      return `the frames of part ${index + 1} are not evenly spaced`
    }
  }
  return undefined
}

function whyNotAlone(part: InspectedFile, index: number): string | undefined {
  const { facts, clip } = part
  const name = `part ${index + 1}`
  const [video] = facts.videoStreams
  const audio = audioOf(part)
  const cut = clip && whyNotClip(part, clip, index)
  if (cut !== undefined) return `${name} is a clip, and ${cut}`
  if (!['mp4', 'mov', 'm4a', 'mkv', 'ts', 'flv'].includes(facts.container)) return `${name} is ${facts.container}, whose streams are not joined as they are`
  if ((part.hiddenFrames ?? 0) > 0 && clip === undefined) return `${name} has frames that are not shown, and a copy would show them`
  if (video?.variableFrameRate) return `${name} has a variable frame rate`
  if (video && audio && isShown(part)) {
    const from = clip?.startSeconds ?? frameOfIndex(part.frames, 0).seconds
    const to = clip?.endSeconds ?? framesEnd(part.frames)
    const begin = (clip ? Math.max(from, audio.startSeconds) : audio.startSeconds) - from
    const end = (clip ? Math.min(to, audio.startSeconds + audio.durationSeconds) : audio.startSeconds + audio.durationSeconds) - to
    if (begin > holeSeconds || begin < -overlapSeconds) return `the sound of ${name} begins ${Math.abs(begin).toFixed(2)} s ${begin > 0 ? 'after' : 'before'} its pictures`
    if (end > overlapSeconds || end < -holeSeconds) return `the sound of ${name} ends ${Math.abs(end).toFixed(2)} s ${end > 0 ? 'after' : 'before'} its pictures`
  }
  return undefined
}

/** Behind another part only the first frame of a file surely needs nothing that a decoder would have read before. */
function whyNotClip(part: InspectedFile, clip: ResolvedClip, index: number): string | undefined {
  const { videoStreams: [video], audioStreams: [audio] } = part.facts
  if (video === undefined || clip.frames === undefined) return 'of it only sound is used, which is cut to the sample'
  const why = whyNotCutOut(part, clip)
  if (why !== undefined) return why
  // Cut out into MP4, whose times and sound do not quite fit to whole files of another kind.
  if (!['mp4', 'mov'].includes(part.facts.container)) return `clips of ${part.facts.container} are not joined as they are`
  if (index > 0 && clip.frames.first > 0) return 'only the first part can be copied from a key frame inside its file: a decoder that has read another part may need more'
  return video.index === 0 && (audio?.index ?? 1) === 1 ? undefined : 'its file has other streams before those that are used'
}

function shownCount({ clip, frames }: ShownPart): number {
  return clip?.frames?.count ?? frameCount(frames)
}

/** As whyNoCopy, of files that are read from their first frame to their last. */
export function whyNotWhole(timeline: Timeline): string | undefined {
  const clip = timeline.pieces.findIndex(({ part }) => isFile(part) && part.clip !== undefined)
  return whyNoCopy(timeline) ?? (clip === -1 ? undefined : `part ${clip + 1} is a clip`)
}

/** What one decoder would stumble over; the first of it. */
function difference(part: InspectedFile, index: number, first: InspectedFile): string | undefined {
  const told = [...pictureFeatures(part), ...soundFeatures(part), ...codecFeatures(part)]
  const wanted = [...pictureFeatures(first), ...soundFeatures(first), ...codecFeatures(first)]
  for (const [at, mine] of told.entries()) {
    const theirs = wanted[at] ?? ''
    if (mine !== theirs) return `part ${index + 1} ${mine}, part 1 ${theirs}`
  }
  return undefined
}

/** As predicates of a sentence: equal where nothing differs. */
function pictureFeatures({ facts }: InspectedFile): readonly string[] {
  const [video] = facts.videoStreams
  if (video === undefined) return ['has no video', '', '', '', '', '', '', '', '']
  const { sampleAspectRatio: sar, colour } = video
  return [
    `has its video as stream ${video.index}`, `is ${video.codedWidth}x${video.codedHeight}`, `is ${video.codec}`, `has profile '${video.profile}'`, `is ${video.pixelFormat}`,
    `has pixels of ${sar.num}:${sar.den}`, `is turned by ${video.rotation} degrees`, `has ${Number(rationalValue(video.frameRate).toFixed(3))} frames a second`,
    `has the colours ${colour.range} ${colour.space} ${colour.primaries} ${colour.transfer}`,
  ]
}

function soundFeatures({ facts }: InspectedFile): readonly string[] {
  const [audio] = facts.audioStreams
  if (audio === undefined) return ['has no sound', '', '', '', '']
  return [`has its sound as stream ${audio.index}`, `has ${audio.codec} sound`, `has sound of profile '${audio.profile}'`, `has sound of ${audio.samplingRate} Hz`, `has sound of ${audio.channels} channels`]
}

function codecFeatures({ facts, parameters }: InspectedFile): readonly string[] {
  const container = `is ${facts.container}`
  if (parameters === undefined) return [container, 'was not asked for the parameters of its streams', '']
  const [video, audio] = [facts.videoStreams[0], facts.audioStreams[0]].map((stream) => (stream === undefined ? '' : parameters[String(stream.index)] ?? 'unknown'))
  return [container, `has video parameters ${video}`, `has sound parameters ${audio}`]
}

/** Whether only the parameters of the streams are still to be asked for. */
export function mayBeCopied(timeline: Timeline): boolean {
  return whyNoCopy({ ...timeline, pieces: timeline.pieces.map((piece) => ({ ...piece, part: asAsked(piece.part) })) }) === undefined
}

function asAsked(part: InspectedPart): InspectedPart {
  return isFile(part) ? { ...part, parameters: {} } : part
}

export const listName = 'parts.ffconcat'

/** The list as an input: it is ours, so that nothing but plain names of the work folder stands in it. */
export const listArgs: readonly string[] = [
  '-protocol_whitelist', 'file', '-format_whitelist', ['concat', ...acceptedFormats].join(','), '-f', 'concat', '-safe', '1', '-i', listName,
]

export function listText(files: readonly { readonly name: string; readonly seconds: number }[]): string {
  return `${['ffconcat version 1.0', ...files.flatMap(({ name, seconds }) => [`file ${name}`, `duration ${seconds.toFixed(6)}`])].join('\n')}\n`
}

/** The parts as one input of ffmpeg: a list of our own, of links with plain names. */
export interface PartList {
  readonly args: readonly string[]
  /** For `-map`. */
  readonly video: string
  readonly audio: string
  /** Clips, which have to be copied out of their files under these names before. */
  readonly clips: readonly { readonly part: InspectedFile; readonly name: string }[]
  readonly prepare: NonNullable<CommandWork['prepare']>
}

export function partList({ pieces, canvas }: Timeline): PartList {
  const files = pieces.flatMap(({ part, count }, at) => (isFile(part) ? [{ part, count, name: `part${String(at).padStart(5, '0')}` }] : []))
  const listed = files.map(({ part, count, name }, at) => {
    const next = files[at + 1]?.part
    // The next part's first frame stands one step after this one's last, wherever in its file each of them begins.
    return { name, seconds: secondsOf(count, canvas) + lead(part) - (next === undefined ? 0 : lead(next)) }
  })
  const [first] = files
  return {
    video: `0:${first?.part.facts.videoStreams[0]?.index ?? 0}`, audio: `0:${first?.part.facts.audioStreams[0]?.index ?? 0}`,
    args: listArgs,
    clips: files.filter(({ part }) => part.clip !== undefined),
    prepare: {
      links: files.filter(({ part }) => part.clip === undefined).map(({ part, name }) => ({ from: part.file?.path ?? 'SOURCE', to: name })),
      write: [{ path: listName, text: listText(listed) }],
    },
  }
}

/** How long after its file the part itself begins; a clip is a file of its own by then. */
function lead(part: InspectedFile): number {
  if (part.clip !== undefined) return 0
  return isShown(part) ? frameOfIndex(part.frames, 0).seconds : startOf(part)
}
