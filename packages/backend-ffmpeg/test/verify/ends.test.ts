import { taskId } from '@vodflow/core'
import { expect, test } from 'vitest'
import type { Probed } from '../../src/inspect/probe-lines.ts'
import { tailOf } from '../../src/verify/ends.ts'
import { FrameLines } from '../../src/verify/frame-lines.ts'
import type { ExpectedMedia } from '../../src/work.ts'

const expected: ExpectedMedia = {
  kind: 'media', task: taskId('transcode.20'), path: 'a.mp4', container: 'mp4', deep: true,
  video: { codec: 'h264', width: 160, height: 90, rotation: 0, durationSeconds: 10, toleranceSeconds: 0.04 },
}

/** Tenths of seconds. */
const upTo = (seconds: number) => Array.from({ length: Math.round(seconds * 10) }, (_, at) => at)

function streamOf(kind: string, times: readonly number[], isKey: (seconds: number) => boolean) {
  return {
    fields: { index: kind === 'video' ? '0' : '1', codec_type: kind, time_base: '1/10' }, rotation: 0,
    packets: { times, durations: times.map(() => 1), marks: times.map((time) => (isKey(time / 10) ? 1 : 0)), bytes: 1 },
  }
}

/** Ten pictures a second, a key frame at each of these times, and sound up to `soundEnds`. */
function filmWith(keys: readonly number[], soundEnds: number): Probed {
  return { format: {}, streams: [streamOf('video', upTo(10), (seconds) => keys.includes(seconds)), streamOf('audio', upTo(soundEnds), () => true)] }
}

test.each<[string, Probed, number]>([
  ['from the first key frame in it', filmWith([0, 5, 9.6, 9.9], 10), 9.601],
  ['whole, where no key frame is in it', filmWith([0, 5, 9.4], 10), 9.5],
  ['whole, where the sound has ended by then', filmWith([0, 5, 9.8], 9.7), 9.5],
  ['of sound alone, whole', { ...filmWith([], 10), streams: filmWith([], 10).streams.slice(1) }, 9.5],
])('a tail is decoded %s', (_, probed, from) => {
  expect(tailOf(probed, expected)).toBeCloseTo(from, 6)
})

test('frames are read by the clock of their stream, in whatever order they come', () => {
  const lines = new FrameLines()
  for (const line of ['#software: Lavf58', '#tb 0: 1/1000', '#tb 1: 1/44100', '0,        500,        500,       40,      384, 0x38cf75ae', '0,         -1,        460,       40,      384, 0x1', '1,      44100,      44100,     1024,     4096, 0x2, S=1']) lines.add(line)
  expect([lines.count(0), lines.span(0), lines.count(1), lines.span(1), lines.count(2), lines.span(2)]).toEqual([2, { first: 0.46, last: 0.5 }, 1, { first: 1, last: 1 }, 0, undefined])
})
