import { describe, expect, test } from 'vitest'
import { joinCanvas } from '../../src/join/canvas.ts'
import { deriveJoin } from '../../src/join/derive.ts'
import { joinGraph } from '../../src/join/graph.ts'
import type { InspectedPart } from '../../src/inspection.ts'
import { secondsOf, sliceOf, timelineCount, timelineOf, type Timeline } from '../../src/join/timeline.ts'
import { mediaFolder } from '../helpers/machine.ts'
import { filmPart, frameHashes, inMedia, samplesOf } from './films.ts'

const media = mediaFolder()
const file = (name: string): string => inMedia(media ?? '', name)
const tears = 'tos-1080p30-8s-counter.mp4'
const croatia = 'croatia-1080p25-8s-counter-noaudio.mp4'

function timeline(parts: readonly InspectedPart[]): Timeline {
  return timelineOf(parts, joinCanvas(parts))
}

async function joinedFrames(film: Timeline): Promise<readonly string[]> {
  const graph = joinGraph(film, { video: true, audio: false })
  return frameHashes([...graph.inputs, '-filter_complex', graph.chains.join(';'), '-map', `[${graph.video}]`])
}

/** Frames of a film by their numbers, counted by decoding from its start, after the filters that a canvas asks for. */
async function sourceFrames(path: string, filters: string): Promise<readonly string[]> {
  return frameHashes(['-t', '4.6', '-i', path, '-map', '0:V:0', '-vf', filters])
}

/** The sound of a join as it comes beside its pictures. */
async function joinedSamples(film: Timeline): Promise<Float32Array> {
  const graph = joinGraph(film)
  return samplesOf([...graph.inputs, '-filter_complex', `${graph.chains.join(';')};[jv]nullsink`, '-map', '[ja]'])
}

/** The loudest sample of each piece, over both channels. */
function peaks(samples: Float32Array, film: Timeline): readonly number[] {
  const at = (count: number): number => 2 * Math.round(secondsOf(count, film.canvas) * (film.canvas.audio?.samplingRate ?? 0))
  return film.pieces.map(({ start, count }) => samples.subarray(at(start), at(start + count)).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))
}

function scaled(size: string, y: number): string {
  return `scale=${size}:flags=bicubic:in_color_matrix=bt601:out_color_matrix=bt709:out_range=tv,pad=1080:1920:0:${y}:black,setsar=1,format=yuv420p`
}

describe.skipIf(media === undefined)('the graph of a join', () => {
  test('shows exactly the frames of each clip, at one rate and one size', { timeout: 60_000 }, async () => {
    // Frames 30 to 34 of 29.97 a second, then 25 a second in a clip that begins at frame 50.
    const parts = [await filmPart(file(tears), { start: 1.002, end: 1.16 }), await filmPart(file(croatia), { start: 2, end: 2.2 })]
    const film = timeline(parts)
    expect(film.canvas).toMatchObject({ rate: { num: 30_000, den: 1001 }, video: { width: 1920, height: 1080, matrix: 'bt709' }, audio: { samplingRate: 48_000, layout: 'stereo' } })
    expect(film.pieces.map(({ count }) => count)).toEqual([5, 6])
    const shown = await joinedFrames(film)
    expect(shown.length).toBe(11)
    const first = await sourceFrames(file(tears), "select='between(n,30,34)',format=yuv420p,setsar=1")
    const second = await sourceFrames(file(croatia), "select='between(n,50,54)',format=yuv420p,setsar=1")
    expect(shown.slice(0, 5)).toEqual(first)
    expect(shown[5]).toBe(second[0])
    expect(shown.at(-1)).toBe(second.at(-1))
    expect(new Set(shown.slice(5))).toEqual(new Set(second))
  })

  const turned = 'bbb-1080p24-rot90-2s.mp4'
  test('brings every kind of part to one canvas: other pixels, turned, without an index, without pictures, with a variable rate, gaps', { timeout: 60_000 }, async () => {
    const parts: readonly InspectedPart[] = [
      await filmPart(file('sar2x1-640x360-5s.mp4'), { start: 1, end: 1.1 }), await filmPart(file(turned), { start: 0.5, end: 0.6 }),
      await filmPart(file('bbb-480p24-6s.ts'), { start: 2, end: 2.1 }), await filmPart(file('audio-trex.mp3'), { start: 0.5, end: 0.7 }),
      await filmPart(file('bbb-vfr-640x360-10s.mp4'), { start: 4.1, end: 4.4 }), { gapSeconds: 0.1 },
    ]
    const film = timeline(parts)
    expect(film.canvas).toMatchObject({ rate: { num: 30, den: 1 }, video: { width: 1080, height: 1920 }, audio: { samplingRate: 48_000, layout: 'stereo' } })
    const shown = await joinedFrames(film)
    expect(shown.length).toBe(timelineCount(film))
    const derived = deriveJoin(film)
    expect(derived.facts.durationSeconds).toBeCloseTo(shown.length / 30, 6)
    expect(derived.frames).toEqual({ timeBase: { num: 1, den: 30 }, runs: [{ first: 0, step: 1, count: shown.length }], lastDuration: 1 })
    // Any one frame of it, found by itself, is the same.
    expect(await joinedFrames(sliceOf(film, 4, 5))).toEqual([shown[4]])
    expect(await joinedFrames(sliceOf(film, 14, 18))).toEqual(shown.slice(14, 18))
    const wide = scaled('1080:304', 808)
    const own = [
      await sourceFrames(file('sar2x1-640x360-5s.mp4'), `select='between(n,30,32)',${wide}`),
      // Its first frame comes at 0.083 s.
      await sourceFrames(file(turned), "select='between(n,10,12)',format=yuv420p,setsar=1"),
      await sourceFrames(file('bbb-480p24-6s.ts'), `select='between(n,48,50)',${scaled('1080:608', 656)}`),
      await frameHashes(['-f', 'lavfi', '-i', 'color=c=black:s=1080x1920:r=30:d=0.03,format=yuv420p', '-frames:v', '1']),
      await sourceFrames(file('bbb-vfr-640x360-10s.mp4'), `select='between(t,3.99,4.39)',${scaled('1080:606', 656)}`),
    ]
    const ends = film.pieces.map(({ start, count }) => [shown[start], shown[start + count - 1]])
    expect(ends).toEqual([...own, own[3]].map((frames) => [frames?.[0], frames?.at(-1)]))
    const samples = await joinedSamples(film)
    expect(samples.length).toBe(2 * Math.round((timelineCount(film) * 48_000) / 30))
    expect(peaks(samples, film).map((peak) => peak > 0.001)).toEqual([false, true, true, true, true, false])
  })
})
