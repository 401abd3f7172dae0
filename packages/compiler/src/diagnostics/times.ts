import { defineDiagnostics } from '@vodflow/core'

/** Times in the wrong unit: ms, s and % are all in use (api.md §6), so a number alone does not tell which was meant. */
export const timeDiagnostics = defineDiagnostics('check', {
  'looks-like-seconds': {
    severity: 'warning',
    message: (p: { found: readonly number[]; instead: readonly number[] }) =>
      `time offsets count milliseconds, so ${shown(p.found)} would be in the first second; for seconds write ${shown(p.instead)}`,
  },
  'looks-like-milliseconds': {
    severity: 'warning',
    message: (p: { field: string; found: number; instead: number; durationSeconds: number | undefined }) =>
      `'${p.field}' counts seconds, and ${p.found} s is ${p.durationSeconds === undefined ? 'longer than a moving picture can be meant to be' : `beyond the ${p.durationSeconds} s of the source`}; if milliseconds were meant, write ${p.instead}`,
  },
  'looks-like-fraction': {
    severity: 'warning',
    message: (p: { found: number; instead: number }) =>
      `'position' counts percent from 0 to 100, so ${p.found} is less than one percent; for ${p.instead} percent write ${p.instead}`,
  },
})

function shown(values: readonly number[]): string {
  return values.length > 5 ? `${values.slice(0, 5).join(', ')}, …` : values.join(', ')
}
