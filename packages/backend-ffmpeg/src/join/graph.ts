import { isHdr, rationalValue, type VideoFacts } from '@vodflow/core'
import { frameOfIndex, type FrameAt } from '../frame-times.ts'
import { inputGuard, inputPath } from '../input-guard.ts'
import { isFullRange, toneMapFilters } from '../plan/colour.ts'
import { ratio } from '../plan/decimal.ts'
import type { InspectedFile } from '../inspection.ts'
import { matrixOf, type Canvas, type CanvasAudio, type CanvasVideo } from './canvas.ts'
import { audioOf, isFile, isShown, startOf, videoOf } from './part.ts'
import { countAt, firstShown, secondsOf, type Piece, type Timeline } from './timeline.ts'

/** A filter graph that gives a joined film, each part decoded once. */
export interface JoinGraph {
  /** Input options and `-i`, part by part. */
  readonly inputs: readonly string[]
  readonly inputCount: number
  readonly chains: readonly string[]
  /** Labels at which the film comes out; the sound only where it has any. */
  readonly video?: string
  readonly audio?: string
}

export interface JoinWanted {
  readonly video: boolean
  readonly audio: boolean
}

/** Each idle decoder of 1080p holds 28 MB with one thread and 45 with two. */
const threadsUpTo = 4

export function joinGraph(timeline: Timeline, wanted: JoinWanted = { video: true, audio: true }): JoinGraph {
  const { canvas, pieces } = timeline
  const takes = { video: wanted.video && canvas.video !== undefined, audio: wanted.audio && canvas.audio !== undefined }
  const read = pieces.filter((piece) => isRead(piece, takes, canvas))
  const inputs = read.flatMap((piece) => inputOf(piece, canvas, read.length > threadsUpTo))
  const chains = pieces.flatMap((piece, at) => [
    ...(takes.video && canvas.video ? [`${videoChain(piece, read.indexOf(piece), canvas, canvas.video)}[jv${at}]`] : []),
    ...(takes.audio && canvas.audio ? [`${audioChain(piece, read.indexOf(piece), canvas, canvas.audio)}[ja${at}]`] : []),
  ])
  const labels = pieces.map((_, at) => `${takes.video ? `[jv${at}]` : ''}${takes.audio ? `[ja${at}]` : ''}`).join('')
  const ends = `${takes.video ? '[jvc]' : ''}${takes.audio ? '[jac]' : ''}`
  const concat = `${labels}concat=n=${pieces.length}:v=${takes.video ? 1 : 0}:a=${takes.audio ? 1 : 0}${ends}`
  return { inputs, inputCount: read.length, chains: [...chains, concat, ...counted(canvas, takes)], ...(takes.video && { video: 'jv' }), ...(takes.audio && { audio: 'ja' }) }
}

/** Every frame and every sample stands at its count: what joins the parts rounds to microseconds, and gives a lone frame no length. */
function counted({ rate }: Canvas, takes: JoinWanted): readonly string[] {
  return [...(takes.video ? [`[jvc]settb=${ratio({ num: rate.den, den: rate.num })},setpts=N[jv]`] : []), ...(takes.audio ? ['[jac]asetpts=N/SR/TB[ja]'] : [])]
}

/** Parts that are black and silent need no file. */
function isRead(piece: Piece, takes: JoinWanted, canvas: Canvas): boolean {
  return (takes.video && videoOf(piece.part) !== undefined) || (takes.audio && isHeard(piece, canvas))
}

/** Its sound has not ended before the piece begins. */
function isHeard({ part, span, skip }: Piece, canvas: Canvas): boolean {
  const audio = audioOf(part)
  return audio !== undefined && audio.startSeconds + audio.durationSeconds > span.origin + secondsOf(skip, canvas)
}

/**
 * A damaged or a spliced stream may change its size or its channels. ffmpeg would then begin the whole graph anew, which has seen
 * the ends of the parts before: it waits for them for ever, and for memory.
 */
export const keepGraph = ['-reinit_filter', '0'] as const

function inputOf(piece: Piece, canvas: Canvas, frugal: boolean): readonly string[] {
  if (!isFile(piece.part)) return []
  const { file, facts } = piece.part
  const seek = seekOf(piece, canvas)
  const path = file === undefined ? 'SOURCE' : inputPath(file.path)
  return [...inputGuard(facts.container), ...keepGraph, ...(frugal ? ['-threads', '1'] : []), ...(seek === undefined ? [] : ['-ss', exact(seek)]), '-i', path]
}

/** Where the file is entered: half way between the first frame that is shown and the one before it. */
function seekOf(piece: Piece, canvas: Canvas): number | undefined {
  const { part, span, skip } = piece
  if (!isFile(part) || !part.seekable) return undefined
  const first = firstShown(piece, canvas)
  if (!isShown(part) || first === undefined) {
    const wanted = span.origin + secondsOf(skip, canvas)
    return wanted > 1 ? wanted - 0.5 : undefined
  }
  if (first.index === 0) return undefined
  const before = frameOfIndex(part.frames, first.index - 1).seconds
  return Math.max(0, first.seconds - Math.min(0.5, (first.seconds - before) / 2))
}

function videoChain(piece: Piece, input: number, canvas: Canvas, to: CanvasVideo): string {
  const { part } = piece
  const facts = videoOf(part)
  const first = firstShown(piece, canvas)
  if (!isShown(part) || facts === undefined || first === undefined) return black(piece, canvas, to)
  const before = first.index === 0 ? undefined : frameOfIndex(part.frames, first.index - 1)
  return `[${input}:${facts.index}]${[...toPieceClock(piece, part, first, before, canvas), ...toCanvas(facts, to), ...toGrid(piece, canvas)].join(',')}`
}

function black({ count }: Piece, canvas: Canvas, { width, height }: CanvasVideo): string {
  return `color=c=black:s=${width}x${height}:r=${ratio(canvas.rate)},trim=end_frame=${count},setsar=1,format=yuv420p`
}

/** So that 0 is the piece's own beginning; its first frame may begin before. */
function toPieceClock({ span, skip }: Piece, part: InspectedFile, first: FrameAt, before: FrameAt | undefined, canvas: Canvas): readonly string[] {
  const zero = span.origin + secondsOf(skip, canvas)
  if (before === undefined) return shifted(zero - zeroOf(part), 'PTS')
  return [
    ...(part.seekable ? [] : [`trim=start=${exact((before.seconds + first.seconds) / 2 - zeroOf(part))}`]),
    // The first frame is known, and whole ticks are kept: a coarse clock would round a difference of seconds.
    ...(zero === first.seconds ? ['setpts=PTS-STARTPTS'] : shifted(zero - first.seconds, 'PTS-STARTPTS')),
  ]
}

function shifted(by: number, from: string): readonly string[] {
  return by === 0 && from === 'PTS' ? [] : [`setpts=round(${from}${by < 0 ? '+' : '-'}${exact(Math.abs(by))}/TB)`]
}

/** In containers whose times may jump ffmpeg counts from the first stream that is used, not from the container's start. */
function zeroOf(part: InspectedFile): number {
  return part.seekable ? 0 : startOf(part)
}

/** Turned upright by the decoder already; then fitted, with black bars, and with the canvas's colours. */
export function toCanvas(facts: VideoFacts, to: CanvasVideo): readonly string[] {
  const hdr = isHdr(facts)
  const inner = fitted(facts, to)
  const [x, y] = [even((to.width - inner.width) / 2), even((to.height - inner.height) / 2)]
  const same = facts.codedWidth === inner.width && facts.codedHeight === inner.height && facts.rotation === 0 && facts.pixelFormat === 'yuv420p' && !isFullRange(facts) && matrixOf(facts) === to.matrix
  const matrices = hdr ? 'in_color_matrix=bt709' : `in_color_matrix=${matrixOf(facts)}`
  const range = !hdr && isFullRange(facts) ? ':in_range=pc' : ''
  return [
    ...(facts.interlaced ? ['yadif=deint=interlaced'] : []),
    ...toneMapFilters({ facts, hdr }),
    ...(same && !hdr ? [`scale=${inner.width}:${inner.height}`] : [`scale=${inner.width}:${inner.height}:flags=bicubic:${matrices}${range}:out_color_matrix=${to.matrix}:out_range=tv`]),
    ...(inner.width === to.width && inner.height === to.height ? [] : [`pad=${to.width}:${to.height}:${x}:${y}:black`]),
    'setsar=1', 'format=yuv420p',
  ]
}

/** The part's shape as large as it fits, with even sides; a bar of less than a pixel or two is none. */
function fitted(facts: VideoFacts, to: CanvasVideo): { readonly width: number; readonly height: number } {
  const factor = Math.min(to.width / facts.width, to.height / facts.height)
  const side = (own: number, most: number): number => {
    const length = own * factor
    return length > most - 2 ? most : Math.max(2, 2 * Math.round(length / 2))
  }
  return { width: side(facts.width, to.width), height: side(facts.height, to.height) }
}

function even(length: number): number {
  return 2 * Math.floor(length / 2)
}

/**
 * One picture for each count of the grid, neither more nor less. What the last frame lacks to the end is that frame again; more than
 * the times say is never made up, so that a damaged part is noticed by its length.
 */
function toGrid(piece: Piece, canvas: Canvas): readonly string[] {
  const { span, skip, count } = piece
  const lastAt = span.last === undefined ? 0 : countAt(span.last.seconds - span.origin, canvas.rate) - skip
  const held = Math.max(1, count - Math.max(0, lastAt)) + 1
  return [`fps=${ratio(canvas.rate)}:start_time=0`, `tpad=stop=${held}:stop_mode=clone`, `trim=end_frame=${count}`]
}

function audioChain(piece: Piece, input: number, canvas: Canvas, to: CanvasAudio): string {
  const { part, span } = piece
  const samples = sampleAt(piece.start + piece.count, canvas, to) - sampleAt(piece.start, canvas, to)
  const facts = audioOf(part)
  if (!isFile(part) || facts === undefined || !isHeard(piece, canvas)) return `anullsrc=r=${to.samplingRate}:cl=${to.layout},aformat=sample_fmts=fltp,atrim=end_sample=${samples}`
  const shift = span.origin + secondsOf(piece.skip, canvas) - (seekOf(piece, canvas) ?? zeroOf(part))
  return `[${input}:${facts.index}]${[
    ...(shift > 0 ? [`atrim=start=${exact(shift)}`] : []),
    ...(shift === 0 ? [] : [`asetpts=PTS${shift < 0 ? '+' : '-'}${exact(Math.abs(shift))}/TB`]),
    `aresample=${to.samplingRate}:async=1:first_pts=0:min_hard_comp=0.04`,
    `aformat=sample_fmts=fltp:channel_layouts=${to.layout}`,
    `apad=whole_len=${samples}`, `atrim=end_sample=${samples}`,
  ].join(',')}`
}

/** The sample with which a count begins: rounded from the film's start, so no rounding adds up. */
export function sampleAt(count: number, { rate }: Canvas, { samplingRate }: CanvasAudio): number {
  return Math.round((count * samplingRate) / rationalValue(rate))
}

/** Nine decimals: an hour's times stay exact to a thousandth of a sample. */
function exact(seconds: number): string {
  return String(Number(seconds.toFixed(9)))
}
