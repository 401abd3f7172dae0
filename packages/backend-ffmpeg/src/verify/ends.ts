import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { rationalValue } from '@vodflow/core'
import { HIDDEN, KEY, rational, type Probed, type ProbedStream } from '../inspect/probe-lines.ts'
import type { ExpectedMedia } from '../work.ts'
import type { VerifyTools } from './verdict.ts'

/** The tail that is decoded of copied streams. */
export const TAIL_SECONDS = 0.5
/** Past a key frame, so that no rounding leads to the one before it. */
const PAST_KEY_SECONDS = 0.001

/** Every packet, without a process: an MP4 has them in its index. Undefined where that is unusual, cut short or not there. */
export async function indexOf({ container, path }: ExpectedMedia, { folder }: VerifyTools): Promise<Probed | undefined> {
  if (container !== 'mp4' && container !== 'm4a') return undefined
  const { readMovie } = await import('../index-reader/index.ts')
  const file = join(folder, path)
  const read = await readMovie(file, (await stat(file)).size)
  return 'probed' in read ? read.probed : undefined
}

export function secondsOf(expected: ExpectedMedia): number {
  return Math.max(expected.video?.durationSeconds ?? 0, expected.audio?.durationSeconds ?? 0)
}

export function isDeep(expected: ExpectedMedia, tools: VerifyTools): boolean {
  return expected.deep || tools.deep === true
}

/**
 * Where a reader is sent to decode the tail: the first key frame in it. Only where there is none, or sound has ended before it, to
 * its begin, from which a reader goes back to the key frame before. What a verdict asks is that the last frames come at all, so
 * that a start within the tail finds whatever an earlier one does.
 */
export function tailOf(probed: Probed, expected: ExpectedMedia): number {
  const begin = Math.max(0, secondsOf(expected) - TAIL_SECONDS)
  const video = probed.streams.find(({ fields }) => fields['codec_type'] === 'video')
  const key = video && keyFrom(begin, video)
  if (key === undefined) return begin
  return probed.streams.every((stream) => lastTime(stream) >= key) ? key + PAST_KEY_SECONDS : begin
}

function keyFrom(begin: number, stream: ProbedStream): number | undefined {
  const { times, marks } = stream.packets
  const tick = tickOf(stream)
  let first = Number.POSITIVE_INFINITY
  for (let at = 0; at < times.length; at += 1) {
    const seconds = (times[at] ?? 0) * tick
    if (((marks[at] ?? 0) & KEY) !== 0 && seconds >= begin) first = Math.min(first, seconds)
  }
  return Number.isFinite(first) ? first : undefined
}

function lastTime(stream: ProbedStream): number {
  const { times } = stream.packets
  let last = Number.NEGATIVE_INFINITY
  for (let at = 0; at < times.length; at += 1) last = Math.max(last, times[at] ?? last)
  return last * tickOf(stream)
}

/** Whether a frame that is shown `at` shows that the stream decodes from its begin. */
export function beginsInTime(at: number, stream: ProbedStream): boolean {
  return at <= firstTime(stream) + 1
}

/** Of what is shown or heard: a copy may begin with packets that are only decoded. */
export function firstTime(stream: ProbedStream): number {
  const { times, marks } = stream.packets
  let first = Number.POSITIVE_INFINITY
  for (let at = 0; at < times.length; at += 1) if (((marks[at] ?? 0) & HIDDEN) === 0) first = Math.min(first, times[at] ?? first)
  return Number.isFinite(first) ? first * tickOf(stream) : 0
}

function tickOf({ fields }: ProbedStream): number {
  return rationalValue(rational(fields['time_base']) ?? { num: 0, den: 1 })
}
