import { defineDiagnostics } from '@vodflow/core'

/** What is wrong with the master key that the config names. */
export const masterKeyDiagnostics = defineDiagnostics('config', {
  'bad-master-key': {
    severity: 'error',
    message: (p: { place: string; found: string }) => `the master key in ${p.place} is ${p.found}; it has to be 32 bytes, as 64 hex digits or as base64`,
  },
  'exposed-master-key': {
    severity: 'warning',
    message: (p: { path: string; mode: string }) => `every user of this machine can read the master key in '${p.path}' (mode ${p.mode}); 'chmod 600' keeps it to its owner`,
  },
})
