import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { constantFrames, encodeFrameTimes, frameAt, frameCount, frameOfIndex, framesEnd } from '../src/frame-times.ts'

const ntsc = { num: 30000, den: 1001 }
const base90k = { num: 1, den: 90000 }

/** Steps drawn from few values, so that both long runs and lone frames come up. */
const film = fc
  .record({
    start: fc.integer({ min: 0, max: 200_000 }),
    steps: fc.array(fc.constantFrom(1500, 3003, 3000, 3753, 90_000), { maxLength: 60 }),
    last: fc.integer({ min: 1, max: 9000 }),
  })
  .map(({ start, steps, last }) => {
    const ticks = [start]
    for (const step of steps) ticks.push((ticks.at(-1) ?? 0) + step)
    return { ticks, last, frames: encodeFrameTimes(ticks, base90k, last) }
  })

test('every frame is shown from its own start until the next one starts', () => {
  fc.assert(
    fc.property(film, fc.nat(), ({ ticks, last, frames }, pick) => {
      const index = pick % ticks.length
      const start = (ticks[index] ?? 0) / 90_000
      const end = ((ticks[index + 1] ?? (ticks.at(-1) ?? 0) + last) / 90_000)
      expect(frameCount(frames)).toBe(ticks.length)
      expect(frameAt(frames, start)).toEqual({ index, seconds: start, nextSeconds: end })
      expect(frameAt(frames, start + (end - start) / 2).index).toBe(index)
      expect(frameOfIndex(frames, index)).toEqual({ index, seconds: start, nextSeconds: end })
    }),
  )
})

test('any time whatever finds the last frame that starts at or before it', () => {
  fc.assert(
    fc.property(film, fc.double({ min: -5, max: 200, noNaN: true }), ({ ticks, frames }, seconds) => {
      const byScan = ticks.filter((tick) => tick / 90_000 <= seconds + 1e-6).length - 1
      expect(frameAt(frames, seconds).index).toBe(Math.max(0, byScan))
    }),
  )
})

test('a time written with six decimals means the frame it was read from', () => {
  const frames = constantFrames(ntsc, 60)
  for (const index of [0, 1, 2, 29, 30, 1001, 1700]) {
    expect(frameAt(frames, Number(frameOfIndex(frames, index).seconds.toFixed(6))).index).toBe(index)
  }
  expect(frameAt(frames, 1.0009).index).toBe(29)
  expect(frameAt(frames, 1.001).index).toBe(30)
})

test('a constant rate is one run whatever its length', () => {
  const frames = constantFrames(ntsc, 3600)
  expect(frames.runs).toEqual([{ first: 0, step: 1, count: 107_892 }])
  expect(framesEnd(frames)).toBeCloseTo(3600, 1)
  expect(frameAt(frames, 4000).index).toBe(107_891)
  expect(encodeFrameTimes([0, 512, 1024, 1536], { num: 1, den: 12288 }, 512).runs).toEqual([{ first: 0, step: 512, count: 4 }])
})

test('before the first frame of a film that starts late it is the first', () => {
  const frames = encodeFrameTimes([9000, 12_000, 15_000], base90k, 3000)
  expect(frameAt(frames, 0)).toEqual({ index: 0, seconds: 0.1, nextSeconds: 12_000 / 90_000 })
})

test('no frames give an empty range and never throw', () => {
  for (const frames of [encodeFrameTimes([], base90k, 0), constantFrames({ num: 0, den: 0 }, 5), constantFrames(ntsc, 0)]) {
    expect(frameCount(frames)).toBe(0)
    expect(frameAt(frames, 3)).toEqual({ index: 0, seconds: 0, nextSeconds: 0 })
  }
})
