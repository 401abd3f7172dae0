import type { AskedClip, SourceShape } from '@vodflow/core'
import { clipText } from './clip.ts'
import { clockText } from './recordings/recording-index.ts'

/** Seconds of a file; negative: from its end; absent: its start, its end. */
export type Clip = AskedClip

/** What happens to a gap in a recording: it is closed, it is black and silent, or the run is refused. */
export const gapPolicies = ['skip', 'black', 'refuse'] as const
export type GapPolicy = (typeof gapPolicies)[number]

/** What a run was asked to read. Plain JSON, kept with the run; paths are absolute, since a run may go on from another folder. */
export type SourceRequest = RequestForm & {
  /** The film that is worked on is one more output. */
  readonly keep?: true
}

type RequestForm =
  | FileRequest
  | { readonly form: 'multiFile'; readonly parts: readonly FilePart[] }
  | {
      readonly form: 'stream' | 'multiStream'
      /** Path of the index of recordings. */
      readonly recordings: string
      readonly intervals: readonly StreamInterval[]
      readonly gaps: GapPolicy
      /** What the index said of them when the run was asked for: a restart does not read it again. */
      readonly parts: readonly SourcePart[]
    }
  | {
      readonly form: 'pullFile'
      readonly url: string
      readonly fileName?: string
      readonly md5?: string
      readonly maxBytes: number
      readonly clip?: Clip
    }

export interface FileRequest extends FilePart {
  readonly form: 'file'
}

/** Seconds since 1970, UTC. */
export interface StreamInterval {
  readonly streamId: string
  readonly from: number
  readonly to: number
}

/** What a back end reads, once everything is a file on this machine. A plain file is one part without a clip. */
export interface Source {
  readonly parts: readonly SourcePart[]
}

export type SourcePart = FilePart | GapPart

export interface FilePart {
  /** Absolute. */
  readonly path: string
  readonly clip?: Clip
}

/** Nothing was recorded for so long, and it is bridged. */
export interface GapPart {
  readonly gapSeconds: number
}

export function isFilePart(part: SourcePart): part is FilePart {
  return 'path' in part
}

/** The source of one whole file. */
export function plainFile(path: string): FileRequest {
  return { form: 'file', path }
}

/** What a request for files alone says by itself; undefined where something must be looked up or fetched first. */
export function filesOf(request: SourceRequest): Source | undefined {
  switch (request.form) {
    case 'file':
      return { parts: [partOf(request)] }
    case 'multiFile':
      return { parts: request.parts.map(partOf) }
    case 'stream':
    case 'multiStream':
      return { parts: request.parts.map((part) => (isFilePart(part) ? partOf(part) : part)) }
    default:
      return undefined
  }
}

function partOf({ path, clip }: FilePart): FilePart {
  return clip === undefined ? { path } : { path, clip }
}

/** What the graph of the request says of its source. */
export function shapeOf(request: SourceRequest): SourceShape {
  return { ...formOf(request), ...(request.keep && { keep: true }) }
}

function formOf(request: SourceRequest): SourceShape {
  switch (request.form) {
    case 'file':
    case 'pullFile':
      return request.clip === undefined ? { form: request.form } : { form: request.form, clips: [request.clip] }
    case 'multiFile':
      return { form: request.form, clips: request.parts.map(({ clip = {} }) => clip) }
    default:
      return { form: request.form, clips: request.intervals.map(({ from, to }) => ({ start: from, end: to })) }
  }
}

/** The files that are read, each once. */
export function pathsOf(source: Source): readonly string[] {
  return [...new Set(source.parts.flatMap((part) => (isFilePart(part) ? [part.path] : [])))]
}

/** For people: how the source would be written after `-i`. */
export function sourceText(request: SourceRequest): string {
  switch (request.form) {
    case 'file':
      return partText(request)
    case 'multiFile':
      return request.parts.map(partText).join(' + ')
    case 'pullFile':
      return `${shownUrl(request.url)}${hashText(request.clip)}`
    default:
      return `${request.recordings} ${request.intervals.map(({ streamId, from, to }) => `${streamId} ${clockText(from)} to ${clockText(to)}`).join(' + ')}`
  }
}

/** What may be printed of a URL: no user, no query (signed URLs have their key there), no fragment. */
export function shownUrl(text: string): string {
  return text.replace(/[?#].*$/su, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, '$1')
}

function partText({ path, clip }: FilePart): string {
  return `${path}${hashText(clip)}`
}

function hashText(clip: Clip | undefined): string {
  return clip === undefined ? '' : `#${clipText(clip)}`
}
