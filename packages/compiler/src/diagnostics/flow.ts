import { defineDiagnostics } from '@vodflow/core'

/** A review and what waits for it. */
export const flowDiagnostics = defineDiagnostics('check', {
  'review-never-stops': {
    severity: 'warning',
    message: (p: { definition: number; instead: number | undefined }) =>
      `review template ${p.definition} only reports: whatever it finds, everything after it is done${p.instead === undefined ? '' : `; review template ${p.instead} stops at a block`}`,
  },
  'review-gates-nothing': {
    severity: 'warning',
    message: (p: { definition: number }) => `review template ${p.definition} stops what comes after it, and nothing comes after it`,
  },
  'review-always-blocks': {
    severity: 'error',
    message: (p: { definition: number; actions: number }) =>
      `review template ${p.definition} blocks from a confidence of 0, which every video has, so ${p.actions === 1 ? 'the one action' : `none of the ${p.actions} actions`} after it can ${p.actions === 1 ? 'never ' : ''}be done`,
  },
})
