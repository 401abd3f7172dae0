import { rationalValue } from '@vodflow/core'
import { frameCount, frameOfIndex, framesEnd } from '../frame-times.ts'
import type { InspectedFile, InspectedPart } from '../inspection.ts'
import type { CommandWork } from '../work.ts'
import { acceptedFormats } from '../input-guard.ts'
import { isFile, isShown, startOf } from './part.ts'
import { secondsOf, type Timeline } from './timeline.ts'

/** A hole in the sound is heard from here on; of a sound that goes on into the next part three frames can be swallowed. */
const holeSeconds = 0.1
const overlapSeconds = 0.07

/**
 * Why the parts cannot stand one after the other as they are; undefined where they can: whole files that one decoder reads without
 * noticing where a part ends. The first difference is named.
 */
export function whyNoCopy({ pieces, canvas }: Timeline): string | undefined {
  const [first] = pieces
  if (first === undefined) return 'there is no part'
  for (const { part, index, count, span } of pieces) {
    const why = isFile(part) ? (whyNotAlone(part, index) ?? (isFile(first.part) ? difference(part, index, first.part) : undefined)) : `part ${index + 1} is a gap, which has to be made`
    if (why !== undefined) return why
    if (isFile(part) && isShown(part) && (canvas.video === undefined || frameCount(part.frames) !== count || Math.abs(secondsOf(count, canvas) - (span.end - span.origin)) > 1 / rationalValue(canvas.rate))) {
      return `the frames of part ${index + 1} are not evenly spaced`
    }
  }
  return undefined
}

function whyNotAlone(part: InspectedFile, index: number): string | undefined {
  const { facts, clip } = part
  const name = `part ${index + 1}`
  const [video] = facts.videoStreams
  const [audio] = facts.audioStreams
  if (clip !== undefined) return `${name} is a clip, which is cut in its frames`
  if (!['mp4', 'mov', 'm4a', 'mkv', 'ts', 'flv'].includes(facts.container)) return `${name} is ${facts.container}, whose streams are not joined as they are`
  if (video?.variableFrameRate) return `${name} has a variable frame rate`
  if (video && audio && isShown(part)) {
    const begin = audio.startSeconds - frameOfIndex(part.frames, 0).seconds
    const end = audio.startSeconds + audio.durationSeconds - framesEnd(part.frames)
    if (begin > holeSeconds || begin < -overlapSeconds) return `the sound of ${name} begins ${Math.abs(begin).toFixed(2)} s ${begin > 0 ? 'after' : 'before'} its pictures`
    if (end > overlapSeconds || end < -holeSeconds) return `the sound of ${name} ends ${Math.abs(end).toFixed(2)} s ${end > 0 ? 'after' : 'before'} its pictures`
  }
  return undefined
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
    prepare: {
      links: files.map(({ part, name }) => ({ from: part.file?.path ?? 'SOURCE', to: name })),
      write: [{ path: listName, text: listText(listed) }],
    },
  }
}

/** How long after its file the part itself begins. */
function lead(part: InspectedFile): number {
  return isShown(part) ? frameOfIndex(part.frames, 0).seconds : startOf(part)
}
