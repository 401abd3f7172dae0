import { defineDiagnostics } from '@vodflow/core'

/** A recording, and what was asked of it. */
export const recordingDiagnostics = defineDiagnostics('check', {
  'recording-gap': {
    severity: 'warning',
    message: (p: { stream: string; from: string; to: string; seconds: number; bridged: 'skip' | 'black' }) =>
      `nothing of stream '${p.stream}' was recorded from ${p.from} to ${p.to} (${p.seconds} s); ${p.bridged === 'skip' ? 'the film goes on with what comes after it' : 'the film is black and silent for so long'}`,
  },
  'recording-gap-refused': {
    severity: 'error',
    message: (p: { stream: string; from: string; to: string; seconds: number }) =>
      `nothing of stream '${p.stream}' was recorded from ${p.from} to ${p.to} (${p.seconds} s), and gaps are refused; --gaps skip closes them and --gaps black shows them`,
  },
  'recording-file-missing': {
    severity: 'warning',
    message: (p: { stream: string; files: number; first: readonly string[] }) =>
      `${p.files === 1 ? 'a file' : `${p.files} files`} of stream '${p.stream}' ${p.files === 1 ? 'is' : 'are'} not there: ${p.first.map((path) => `'${path}'`).join(', ')}${p.files > p.first.length ? ', …' : ''}; what only ${p.files === 1 ? 'it' : 'they'} held counts as not recorded`,
  },
  'recording-outside': {
    severity: 'error',
    message: (p: { stream: string; from: string; to: string; first: string; last: string; lost: boolean }) =>
      `nothing of stream '${p.stream}' ${p.lost ? 'is left of what was recorded' : 'was recorded'} from ${p.from} to ${p.to}; its recording goes from ${p.first} to ${p.last}`,
  },
  'unknown-stream': {
    severity: 'error',
    message: (p: { stream: string; known: readonly string[] }) => `the recordings have no stream '${p.stream}'; they have ${p.known.length === 0 ? 'none' : p.known.map((id) => `'${id}'`).join(', ')}`,
  },
  'bad-recording-time': {
    severity: 'error',
    message: (p: { found: string; what: string }) => `'${p.found}' as ${p.what} is no time; it is RFC 3339 with a zone, such as 2026-05-01T10:00:00Z, or seconds since 1970`,
  },
  'bad-interval': {
    severity: 'error',
    message: (p: { from: string; to: string; longestDays?: number }) =>
      `the interval from ${p.from} to ${p.to} ${p.longestDays === undefined ? 'ends before it begins' : `is longer than ${p.longestDays} days`}`,
  },
  'recording-elsewhere': {
    severity: 'error',
    message: (p: { path: string }) => `the segment '${p.path}' lies outside the folder of the recordings; only files in it are read`,
  },
  'too-many-parts': {
    severity: 'error',
    message: (p: { parts: number; most: number }) => `${p.parts} parts are more than the ${p.most} that one film is joined of`,
  },
})
