import { isHdr, rationalValue, type ColourFacts, type Rational, type VideoFacts } from '@vodflow/core'
import type { InspectedPart } from '../inspection.ts'
import { isRgb, pictureMatrix } from '../plan/colour.ts'
import { audioOf, videoOf } from './part.ts'

/** What a joined film is: every part is brought to it. */
export interface Canvas {
  /** Of the pictures; without any, of the samples. */
  readonly rate: Rational
  readonly video?: CanvasVideo
  readonly audio?: CanvasAudio
}

export interface CanvasVideo {
  readonly width: number
  readonly height: number
  /** As `scale` spells it. */
  readonly matrix: string
  readonly colour: ColourFacts
}

export interface CanvasAudio {
  readonly samplingRate: number
  readonly channels: number
  /** As ffmpeg spells it. */
  readonly layout: string
}

const maxRate: Rational = { num: 60, den: 1 }
const maxSide = 8192
const maxSamplingRate = 48_000
/** What a variable rate is rounded up to. */
const usualRates: readonly Rational[] = [
  { num: 24_000, den: 1001 }, { num: 24, den: 1 }, { num: 25, den: 1 }, { num: 30_000, den: 1001 }, { num: 30, den: 1 },
  { num: 50, den: 1 }, { num: 60_000, den: 1001 }, { num: 60, den: 1 },
]

/**
 * The picture of the part that has the largest one (of equals the first), so that no part loses detail; the highest rate, up to 60
 * a second, so that no part loses a frame; sound as it is where all parts agree, else stereo at the highest rate up to 48 kHz.
 */
export function joinCanvas(parts: readonly InspectedPart[]): Canvas {
  const videos = parts.flatMap((part) => videoOf(part) ?? [])
  const audio = canvasAudio(parts)
  if (videos.length === 0) return { rate: { num: audio?.samplingRate ?? maxSamplingRate, den: 1 }, ...(audio && { audio }) }
  return { rate: highestRate(videos), video: canvasVideo(videos), ...(audio && { audio }) }
}

function highestRate(videos: readonly VideoFacts[]): Rational {
  const rates = videos.map(partRate)
  const highest = rates.reduce((best, rate) => (rationalValue(rate) > rationalValue(best) * 1.0001 ? rate : best))
  return rationalValue(highest) > rationalValue(maxRate) ? maxRate : highest
}

function partRate({ frameRate, variableFrameRate }: VideoFacts): Rational {
  const own = rationalValue(frameRate)
  if (!variableFrameRate && own >= 1) return frameRate
  return usualRates.find((rate) => rationalValue(rate) >= own * 0.999) ?? maxRate
}

function canvasVideo(videos: readonly VideoFacts[]): CanvasVideo {
  const largest = videos.reduce((best, video) => (video.width * video.height > best.width * best.height ? video : best))
  const shrink = Math.min(1, maxSide / Math.max(largest.width, largest.height))
  return { width: evenSide(largest.width * shrink), height: evenSide(largest.height * shrink), ...canvasColour(videos) }
}

function evenSide(side: number): number {
  return Math.max(2, Math.floor(side / 2) * 2)
}

/** The colours of the parts where they agree, else BT.709; limited range always. */
function canvasColour(videos: readonly VideoFacts[]): Pick<CanvasVideo, 'matrix' | 'colour'> {
  const matrices = new Set(videos.map(matrixOf))
  const matrix = [...matrices][0]
  if (matrix === undefined || matrices.size > 1) return { matrix: 'bt709', colour: bt709 }
  const told = videos.map((video) => (isHdr(video) ? bt709 : video.colour))
  const common = (read: (colour: ColourFacts) => string, otherwise: string): string => {
    const values = new Set(told.map(read))
    return values.size === 1 ? ([...values][0] ?? otherwise) : otherwise
  }
  const space = common((colour) => colour.space, spaceOf[matrix] ?? 'unknown')
  const rest = { primaries: common((colour) => colour.primaries, 'unknown'), transfer: common((colour) => colour.transfer, 'unknown') }
  return { matrix, colour: { range: 'tv', space: space === 'gbr' ? 'bt709' : space, ...rest } }
}

const bt709: ColourFacts = { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' }
/** What a matrix is called in a file. */
const spaceOf: Readonly<Record<string, string>> = { bt709: 'bt709', bt601: 'smpte170m', smpte240m: 'smpte240m', bt2020: 'bt2020nc' }

export function matrixOf(video: VideoFacts): string {
  return isRgb(video) ? 'bt709' : pictureMatrix({ facts: video, hdr: isHdr(video) })
}

function canvasAudio(parts: readonly InspectedPart[]): CanvasAudio | undefined {
  const audios = parts.flatMap((part) => audioOf(part) ?? [])
  if (audios.length === 0) return undefined
  const highest = Math.max(...audios.map(({ samplingRate }) => samplingRate))
  const counts = new Set(audios.map(({ channels }) => channels))
  const layout = counts.size === 1 ? layouts[[...counts][0] ?? 2] : undefined
  const samplingRate = Math.min(maxSamplingRate, highest > 0 ? highest : maxSamplingRate)
  return layout === undefined ? { samplingRate, channels: 2, layout: 'stereo' } : { samplingRate, channels: [...counts][0] ?? 2, layout }
}

/** Only mixing unlike ones makes stereo: to widen stereo to more channels would make it quieter in what is made of it. */
const layouts: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' }
