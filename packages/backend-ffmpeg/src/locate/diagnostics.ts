import { defineDiagnostics } from '@vodflow/core'

const mend = "install ffmpeg, or set VODFLOW_FFMPEG to a working one; 'vodflow doctor' tells more (npm ci --omit=optional leaves out the packaged one)"

/** The tools themselves are at fault. */
export const toolDiagnostics = defineDiagnostics('ffmpeg', {
  'not-found': {
    severity: 'error',
    message: (p: { tried: readonly string[] }) => `no working ffmpeg was found (looked at ${p.tried.join(', ')}); ${mend}`,
  },
  'not-working': {
    severity: 'error',
    message: (p: { variable: string; path: string; why: string }) =>
      `the variable ${p.variable} names '${p.path}', which is no working program (${p.why}); correct it or unset it`,
  },
  'probe-not-found': {
    severity: 'error',
    message: (p: { tried: readonly string[] }) =>
      `no working ffprobe was found (looked at ${p.tried.join(', ')}); install it with ffmpeg, or set VODFLOW_FFPROBE`,
  },
  'not-answering': {
    severity: 'error',
    message: (p: { path: string; why: string }) => `'${p.path}' did not say what it can do (${p.why})`,
  },
  'no-sandbox': {
    severity: 'error',
    message: (p: { why: string }) => `a sandbox is required (--sandbox require), and there is none: ${p.why}`,
  },
  'assumed-capabilities': {
    severity: 'warning',
    message: (p: { version: string }) =>
      `no working ffmpeg was found, so the plan assumes what ffmpeg ${p.version} can do; 'vodflow doctor' tells how to get one`,
  },
  'cancelled': { severity: 'error', message: () => 'looking at the source was cancelled' },
})
