import { flagFact, integerFact, md5Fact, numberFact, rationalFact, rotationFact, textFact, wordFact, type FactType } from './fact-value.ts'

/** A week, in seconds. */
const longest = 604_800
const seconds = numberFact(0.001, longest, 'seconds')
const start = numberFact(-longest, longest, 'seconds')
const kbps = numberFact(0, 10_000_000, 'kbps')
const pixels = integerFact(1, 16_384, 'pixels')

type Types = { readonly [field: string]: FactType }

const sourceTypes: Types = {
  container: wordFact,
  durationSeconds: seconds,
  bitrateKbps: kbps,
  sizeBytes: integerFact(0, Number.MAX_SAFE_INTEGER, 'bytes'),
  startSeconds: start,
  md5: md5Fact,
  sourceType: textFact,
  sourceContext: textFact,
}

const videoTypes: Types = {
  codec: wordFact,
  width: pixels,
  height: pixels,
  frameRate: rationalFact(1000, '25, 29.97 or 30000/1001'),
  bitrateKbps: kbps,
  rotation: rotationFact,
  profile: textFact,
  pixelFormat: wordFact,
  codedWidth: pixels,
  codedHeight: pixels,
  sampleAspectRatio: rationalFact(100, '1 or 16/11'),
  variableFrameRate: flagFact,
  interlaced: flagFact,
  startSeconds: start,
  durationSeconds: seconds,
  'colour.range': wordFact,
  'colour.space': wordFact,
  'colour.primaries': wordFact,
  'colour.transfer': wordFact,
  index: integerFact(0, 255),
}

const audioTypes: Types = {
  codec: wordFact,
  samplingRate: integerFact(1000, 768_000, 'Hz'),
  channels: integerFact(1, 64),
  bitrateKbps: kbps,
  profile: textFact,
  startSeconds: start,
  durationSeconds: seconds,
  index: integerFact(0, 255),
}

/** Short names of fields, wherever they stand. */
const fieldNames: { readonly [short: string]: string } = {
  duration: 'durationSeconds', bitrate: 'bitrateKbps', size: 'sizeBytes', start: 'startSeconds', fps: 'frameRate',
}

/** Facts of the chosen video that are named without saying so. */
const chosenVideo = new Set(['width', 'height', 'frameRate', 'rotation'])

export const streamLimit = 8

/** Where a fact is: `['durationSeconds']`, or `['videoStreams', 0, 'colour.transfer']`. */
export interface FactPlace {
  readonly list?: 'videoStreams' | 'audioStreams'
  readonly stream: number
  readonly field: string
  readonly type: FactType
}

/** From a key as people write it; undefined where it names no fact. */
export function placeOfKey(key: string): FactPlace | undefined {
  const stream = /^(video|audio)(?:Streams\.(\d{1,2}))?\.(.+)$/.exec(key)
  if (!stream) return isVideoShort(key) ? streamPlace('video', 0, key) : sourcePlace(key)
  const [, kind, index = '0', field = ''] = stream
  return streamPlace(kind === 'video' ? 'video' : 'audio', Number(index), field)
}

function isVideoShort(key: string): boolean {
  return chosenVideo.has(fieldNames[key] ?? key)
}

function sourcePlace(key: string): FactPlace | undefined {
  const field = Object.hasOwn(fieldNames, key) ? (fieldNames[key] ?? key) : key
  const type = Object.hasOwn(sourceTypes, field) ? sourceTypes[field] : undefined
  return type && { stream: 0, field, type }
}

function streamPlace(kind: 'video' | 'audio', stream: number, short: string): FactPlace | undefined {
  const field = Object.hasOwn(fieldNames, short) ? (fieldNames[short] ?? short) : short
  const types = kind === 'video' ? videoTypes : audioTypes
  const type = Object.hasOwn(types, field) ? types[field] : undefined
  if (type === undefined || stream >= streamLimit) return undefined
  return { list: `${kind}Streams`, stream, field, type }
}

/** The shortest key of a place, which `placeOfKey` reads back. */
export function keyOfPlace({ list, stream, field }: FactPlace): string {
  const short = Object.entries(fieldNames).find(([, long]) => long === field)?.[0] ?? field
  if (list === undefined) return short
  if (stream > 0) return `${list}.${stream}.${short}`
  if (list === 'videoStreams' && chosenVideo.has(field)) return short
  return `${list === 'videoStreams' ? 'video' : 'audio'}.${short}`
}

/** Every place of a source with so many streams, the facts people ask for first. */
export function allPlaces(videoStreams: number, audioStreams: number): readonly FactPlace[] {
  const source = Object.entries(sourceTypes).map(([field, type]) => ({ stream: 0, field, type }))
  return [...source, ...placesOf('videoStreams', videoTypes, videoStreams), ...placesOf('audioStreams', audioTypes, audioStreams)]
}

function placesOf(list: 'videoStreams' | 'audioStreams', types: Types, count: number): readonly FactPlace[] {
  const fields = Object.entries(types)
  return Array.from({ length: count }, (_, stream) => fields.map(([field, type]) => ({ list, stream, field, type }))).flat()
}

/** For suggestions: the short keys and the long names of the first streams. */
export function knownKeys(): readonly string[] {
  return ['video', 'audio', ...allPlaces(1, 1).flatMap((place) => [keyOfPlace(place), longKey(place)])]
}

function longKey({ list, stream, field }: FactPlace): string {
  return list === undefined ? field : `${list}.${stream}.${field}`
}
