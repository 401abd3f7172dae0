import { defineDiagnostics } from '@vodflow/core'

/** The source is at fault. */
export const sourceDiagnostics = defineDiagnostics('check', {
  'source-missing': { severity: 'error', message: (p: { path: string }) => `the source '${p.path}' does not exist` },
  'source-unreadable': { severity: 'error', message: (p: { path: string; why: string }) => `the source '${p.path}' cannot be read: ${p.why}` },
  'source-not-media': { severity: 'error', message: (p: { path: string; why: string }) => `the source '${p.path}' is no video or audio file: ${p.why}` },
  'source-damaged': { severity: 'error', message: (p: { path: string; why: string }) => `the source '${p.path}' is damaged: ${p.why}` },
  'source-points-elsewhere': {
    severity: 'error',
    message: (p: { path: string; entry: string }) =>
      `the playlist '${p.path}' names '${p.entry}'; only files in the playlist's own folder are opened`,
  },
})
