/** What was recorded of live streams, and when: `grammars/recordings.schema.json`. */
export interface RecordingIndex {
  readonly format: 'vodflow/recordings@1'
  readonly streams: { readonly [streamId: string]: RecordedStream }
}

export interface RecordedStream {
  /** Seconds to add to every time below, where the recorder's clock was wrong. */
  readonly clockOffset?: number
  /** In any order. */
  readonly segments: readonly RecordedSegment[]
}

export interface RecordedSegment {
  /** Relative to the index, with `/`. */
  readonly path: string
  /** RFC 3339, or seconds since 1970. */
  readonly start: string | number
  /** Seconds; or when it ends. */
  readonly duration?: number
  readonly end?: string | number
}

const pattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/
/** The year 9999. */
const latest = 253_402_300_800

/** Seconds since 1970; undefined for what is no time with its zone. */
export function wallClock(time: string | number): number | undefined {
  if (typeof time === 'number') return time >= 0 && time < latest ? time : undefined
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(time)) return wallClock(Number(time))
  const [, fraction = ''] = pattern.exec(time) ?? []
  if (!pattern.test(time)) return undefined
  const whole = Date.parse(time.replace(fraction, '').replace(' ', 'T').toUpperCase())
  return Number.isNaN(whole) || whole < 0 ? undefined : whole / 1000 + Number(fraction === '' ? 0 : `0${fraction}`)
}

/** For people: UTC, to the millisecond where there is any. */
export function clockText(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace('.000Z', 'Z')
}
