import { defineDiagnostics, suggestionTail } from '@vodflow/core'

/** What is wrong with a comment or a member that silences a diagnostic. */
export const ignoreDiagnostics = defineDiagnostics('check', {
  'ignore-without-reason': {
    severity: 'warning',
    message: (p: { code: string }) => `this ignore of '${p.code}' gives no reason; it is written as '${p.code}: reason'`,
  },
  'ignore-unknown-code': {
    severity: 'warning',
    message: (p: { code: string; suggestions: readonly string[] }) =>
      `no diagnostic has the code '${p.code}'${suggestionTail(p.suggestions) || "; an ignore is written as 'CODE: reason'"}`,
  },
  'ignore-unused': {
    severity: 'warning',
    message: (p: { code: string }) => `nothing here reports '${p.code}', so this ignore silences nothing`,
  },
  'ignore-of-error': {
    severity: 'warning',
    message: (p: { code: string }) => `'${p.code}' is an error here, and only warnings can be ignored`,
  },
})
