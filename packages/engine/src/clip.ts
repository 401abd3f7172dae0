import { defineDiagnostics, fail, ok, type Result } from '@vodflow/core'
import type { Clip } from './source.ts'

export const clipDiagnostics = defineDiagnostics('check', {
  'bad-clip': {
    severity: 'error',
    message: (p: { clip: string; why: ClipFault; inName: boolean }) =>
      `'${p.clip}' is no clip: ${whyNoClip(p.why)}; a clip is START,END in seconds, as in 10,25 or ,25 or -5,${p.inName ? " (a real '#' in a file's name is written %23)" : ''}`,
  },
  'two-clips': {
    severity: 'error',
    message: (p: { input: string; clip: string }) => `'${p.input}' names a clip already, beside '--clip ${p.clip}'; give one of them`,
  },
  'clip-empty': {
    severity: 'error',
    message: (p: { clip: string; path: string; start: number; end: number }) =>
      `the clip ${p.clip} of '${p.path}' is empty: it starts at ${p.start} s and ends at ${p.end} s`,
  },
  'clip-outside': {
    severity: 'error',
    message: (p: { clip: string; path: string; part: 'start' | 'end'; at: number; duration: number }) =>
      `the clip ${p.clip} of '${p.path}' ${p.part}s at ${p.at} s, and the film goes from 0 to ${p.duration} s`,
  },
})

/** What is wrong with the text of a clip. */
export type ClipFault =
  | { readonly is: 'too-many'; readonly count: number }
  | { readonly is: 'empty' }
  | { readonly is: 'no-number' | 'too-large'; readonly text: string }

function whyNoClip(why: ClipFault): string {
  switch (why.is) {
    case 'too-many':
      return `it has ${why.count} numbers`
    case 'empty':
      return 'it has no number'
    case 'no-number':
      return `'${why.text}' is no number of seconds`
    case 'too-large':
      return `'${why.text}' is more than a year`
  }
}

/** A year: no film is longer. */
const longest = 366 * 86_400

/** `10,25`, `,25`, `-5,`, `10`: what stands behind `--clip`, or (`inName`) behind the `#` of an input. */
export function parseClip(text: string, inName = false): Result<Clip> {
  const bad = (why: ClipFault): Result<Clip> => fail(clipDiagnostics.create('bad-clip', undefined, { clip: shown(text), why, inName }))
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length > 2) return bad({ is: 'too-many', count: parts.length })
  const [start = '', end = ''] = parts
  if (start === '' && end === '') return bad({ is: 'empty' })
  for (const part of [start, end]) {
    if (part === '') continue
    if (!/^-?\d{1,20}(?:\.\d{1,20})?$/.test(part)) return bad({ is: 'no-number', text: shown(part) })
    if (Math.abs(Number(part)) > longest) return bad({ is: 'too-large', text: shown(part) })
  }
  return ok({ ...(start !== '' && { start: Number(start) + 0 }), ...(end !== '' && { end: Number(end) + 0 }) })
}

/** `10,25`: as it is written. */
export function clipText({ start, end }: Clip): string {
  return `${start ?? ''},${end ?? ''}`
}

/** Durations are told in whole seconds, so an end up to one beyond the film's means the film's. */
const slackSeconds = 1

export interface ClipSpan {
  readonly start: number
  readonly end: number
}

/** The seconds that a clip means of a film of this length. */
export function clipSpan(clip: Clip, path: string, durationSeconds: number): Result<ClipSpan> {
  const from = (asked: number): number => (asked < 0 ? durationSeconds + asked : asked)
  const start = clip.start === undefined ? 0 : from(clip.start)
  const end = clip.end === undefined ? durationSeconds : from(clip.end)
  const outside = (part: 'start' | 'end', at: number): Result<ClipSpan> =>
    fail(clipDiagnostics.create('clip-outside', undefined, { clip: clipText(clip), path, part, at: rounded(at), duration: rounded(durationSeconds) }))
  if (start < 0 || start >= durationSeconds) return outside('start', start)
  if (end < 0 || end > durationSeconds + slackSeconds) return outside('end', end)
  if (start >= end) return fail(clipDiagnostics.create('clip-empty', undefined, { clip: clipText(clip), path, start: rounded(start), end: rounded(end) }))
  return ok({ start, end: Math.min(end, durationSeconds) })
}

/** For a sentence. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
