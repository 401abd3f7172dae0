import { numberIn, parseAttributes, textIn, type AttributeKind, type Attributes } from './attributes.ts'

export interface MasterPlaylist {
  readonly kind: 'master'
  readonly version: number
  readonly variants: readonly Variant[]
}

export interface Variant {
  readonly uri: string
  readonly bandwidth: number
  readonly averageBandwidth?: number
  readonly codecs: readonly string[]
  readonly width?: number
  readonly height?: number
  readonly frameRate?: number
}

export interface MediaPlaylist {
  readonly kind: 'media'
  readonly version: number
  readonly targetDuration: number
  readonly segments: readonly Segment[]
}

export interface Segment {
  readonly uri: string
  readonly seconds: number
  readonly key?: SegmentKey
}

export interface SegmentKey {
  readonly uri: string
  /** As it decrypts: of the attribute, or the segment's number. */
  readonly iv: Buffer
}

const masterTags = new Set(['EXT-X-STREAM-INF'])
const mediaTags = new Set(['EXTINF', 'EXT-X-TARGETDURATION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-PLAYLIST-TYPE', 'EXT-X-ENDLIST', 'EXT-X-KEY'])
const bothTags = new Set(['EXTM3U', 'EXT-X-VERSION', 'EXT-X-INDEPENDENT-SEGMENTS'])
/** At most one of each in a playlist. */
const onceTags = new Set(['EXTM3U', 'EXT-X-VERSION', 'EXT-X-INDEPENDENT-SEGMENTS', 'EXT-X-TARGETDURATION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-PLAYLIST-TYPE', 'EXT-X-ENDLIST'])

interface Line {
  readonly tag: string
  readonly value: string
}

/** A playlist as RFC 8216 has it, of tags that we write and no others: everything else throws, with the line that is wrong. */
export function parsePlaylist(text: string): MasterPlaylist | MediaPlaylist {
  if (/\r|[\u0000-\u0009\u000b-\u001f\u007f]/u.test(text)) throw new Error('a control character')
  if (!text.startsWith('#EXTM3U\n')) throw new Error('no #EXTM3U in the first line')
  if (!text.endsWith('\n')) throw new Error('the last line is not ended')
  const lines = text.slice(0, -1).split('\n').map(lineOf)
  for (const tag of onceTags) if (lines.filter((line) => line.tag === tag).length > 1) throw new Error(`#${tag} twice`)
  const isMaster = lines.some(({ tag }) => masterTags.has(tag))
  const wrong = lines.find(({ tag }) => tag !== '' && !bothTags.has(tag) && !(isMaster ? masterTags : mediaTags).has(tag))
  if (wrong !== undefined) throw new Error(`#${wrong.tag} has no place in a ${isMaster ? 'master' : 'media'} playlist`)
  const version = Number(lines.find(({ tag }) => tag === 'EXT-X-VERSION')?.value ?? '1')
  if (!Number.isInteger(version) || version < 1 || version > 7) throw new Error(`version ${version}`)
  return isMaster ? masterOf(lines, version) : mediaOf(lines, version)
}

function lineOf(line: string): Line {
  if (line === '' || line.trim() !== line) throw new Error(`an empty line, or white space around '${line}'`)
  if (!line.startsWith('#')) return { tag: '', value: line }
  const [, tag = '', colon, value = ''] = /^#([A-Z0-9-]+)(:(.*))?$/.exec(line) ?? []
  if (!masterTags.has(tag) && !mediaTags.has(tag) && !bothTags.has(tag)) throw new Error(`'${line}' is no known tag`)
  const bare = ['EXTM3U', 'EXT-X-INDEPENDENT-SEGMENTS', 'EXT-X-ENDLIST'].includes(tag)
  if (bare === (colon !== undefined)) throw new Error(`'${line}' has ${bare ? 'a' : 'no'} value`)
  return { tag, value }
}

const streamAttributes: Readonly<Record<string, AttributeKind>> = {
  BANDWIDTH: 'integer', 'AVERAGE-BANDWIDTH': 'integer', CODECS: 'quoted', RESOLUTION: 'resolution', 'FRAME-RATE': 'decimal',
}

function masterOf(lines: readonly Line[], version: number): MasterPlaylist {
  const variants: Variant[] = []
  let open: Attributes | undefined
  for (const { tag, value } of lines) {
    if (tag === 'EXT-X-STREAM-INF') {
      if (open !== undefined) throw new Error('a stream without a URI')
      open = parseAttributes(value, streamAttributes)
    } else if (tag === '') {
      if (open === undefined) throw new Error(`'${value}' without #EXT-X-STREAM-INF before it`)
      variants.push(variantOf(open, value))
      open = undefined
    } else if (open !== undefined) throw new Error('the URI has to be on the next line')
  }
  if (open !== undefined) throw new Error('a stream without a URI')
  return { kind: 'master', version, variants }
}

function variantOf(attributes: Attributes, uri: string): Variant {
  const bandwidth = numberIn(attributes, 'BANDWIDTH')
  if (bandwidth === undefined || bandwidth === 0) throw new Error('no BANDWIDTH')
  const average = numberIn(attributes, 'AVERAGE-BANDWIDTH')
  const size = attributes.get('RESOLUTION')
  const frameRate = numberIn(attributes, 'FRAME-RATE')
  if (average !== undefined && average > bandwidth) throw new Error('an average above the peak')
  return {
    uri: uriOf(uri), bandwidth, codecs: (textIn(attributes, 'CODECS') ?? '').split(',').filter((word) => word !== ''),
    ...(average !== undefined && { averageBandwidth: average }), ...(typeof size === 'object' && size), ...(frameRate !== undefined && { frameRate }),
  }
}

function mediaOf(lines: readonly Line[], version: number): MediaPlaylist {
  const value = (tag: string): string | undefined => lines.find((line) => line.tag === tag)?.value
  const targetDuration = whole(value('EXT-X-TARGETDURATION'), 'EXT-X-TARGETDURATION')
  const first = lines.findIndex(({ tag }) => tag === '' || tag === 'EXTINF')
  if (lines.findIndex(({ tag }) => tag === 'EXT-X-MEDIA-SEQUENCE') > first) throw new Error('#EXT-X-MEDIA-SEQUENCE after a segment')
  const start = value('EXT-X-MEDIA-SEQUENCE') === undefined ? 0 : whole(value('EXT-X-MEDIA-SEQUENCE'), 'EXT-X-MEDIA-SEQUENCE')
  if (value('EXT-X-PLAYLIST-TYPE') !== 'VOD' || value('EXT-X-ENDLIST') === undefined) throw new Error('no whole VOD playlist')
  const segments: Segment[] = []
  let key: Attributes | undefined
  let seconds: number | undefined
  for (const line of lines) {
    if (line.tag === 'EXT-X-KEY') key = keyAttributes(line.value, version)
    if (line.tag === 'EXTINF') seconds = durationOf(line.value, version, seconds)
    if (line.tag !== '') continue
    if (seconds === undefined) throw new Error(`'${line.value}' without #EXTINF`)
    if (Math.round(seconds) > targetDuration) throw new Error(`${seconds} s in a target of ${targetDuration} s`)
    segments.push({ uri: uriOf(line.value), seconds, ...(key && { key: keyOf(key, start + segments.length) }) })
    seconds = undefined
  }
  if (seconds !== undefined || segments.length === 0) throw new Error('an #EXTINF without a segment, or none at all')
  return { kind: 'media', version, targetDuration, segments }
}

function whole(text: string | undefined, tag: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new Error(`no whole #${tag}`)
  return Number(text)
}

function durationOf(value: string, version: number, open: number | undefined): number {
  const [, digits = '', decimals] = /^(\d+(\.\d+)?),[^,]*$/.exec(value) ?? []
  if (digits === '' || open !== undefined) throw new Error(`#EXTINF:${value}`)
  if (decimals !== undefined && version < 3) throw new Error('a decimal duration needs version 3')
  return Number(digits)
}

function keyAttributes(value: string, version: number): Attributes {
  const attributes = parseAttributes(value, { METHOD: 'word', URI: 'quoted', IV: 'hexadecimal' })
  if (textIn(attributes, 'METHOD') !== 'AES-128') throw new Error(`method ${textIn(attributes, 'METHOD')}`)
  if ((textIn(attributes, 'URI') ?? '') === '') throw new Error('a key without a URI')
  if (attributes.has('IV') && version < 2) throw new Error('an IV needs version 2')
  return attributes
}

function keyOf(attributes: Attributes, sequence: number): SegmentKey {
  const written = textIn(attributes, 'IV')
  const iv = Buffer.from(written?.slice(2).padStart(32, '0') ?? sequence.toString(16).padStart(32, '0'), 'hex')
  if (iv.length !== 16) throw new Error(`an IV of ${iv.length} bytes`)
  return { uri: uriOf(textIn(attributes, 'URI') ?? ''), iv }
}

function uriOf(text: string): string {
  if (!URL.canParse(text, 'https://base.example/')) throw new Error(`'${text}' is no URI`)
  return text
}
