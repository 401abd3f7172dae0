import { rationalValue } from '@vodflow/core'
import { rational } from '../inspect/probe-lines.ts'

interface Span {
  /** When the first and the last frame are shown, in ticks. */
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Takes what ffmpeg writes as `framecrc` line by line: of each stream its clock, then each frame with its time. */
export class FrameLines {
  readonly #ticks = new Map<number, number>()
  readonly #spans = new Map<number, Span>()

  readonly add = (line: string): void => {
    const clock = /^#tb (\d+): (\S+)/.exec(line)
    if (clock !== null) this.#ticks.set(Number(clock[1]), rationalValue(rational(clock[2]) ?? { num: 0, den: 1 }))
    const frame = /^(\d+), *-?\d+, *(-?\d+),/.exec(line)
    if (frame === null) return
    const [stream, at] = [Number(frame[1]), Number(frame[2])]
    const { first = at, last = at, count = 0 } = this.#spans.get(stream) ?? {}
    this.#spans.set(stream, { first: Math.min(first, at), last: Math.max(last, at), count: count + 1 })
  }

  count(stream: number): number {
    return this.#spans.get(stream)?.count ?? 0
  }

  /** In seconds; undefined where no frame came, or nothing tells its clock. */
  span(stream: number): { readonly first: number; readonly last: number } | undefined {
    const [span, tick] = [this.#spans.get(stream), this.#ticks.get(stream)]
    return span === undefined || tick === undefined || tick === 0 ? undefined : { first: span.first * tick, last: span.last * tick }
  }
}
