import { defineDiagnostics, type AddressFault } from '@vodflow/core'

const faults: Readonly<Record<Exclude<AddressFault, 'not-encrypted'>, string>> = {
  scheme: 'is no http or https address',
  credentials: 'holds a name or a password, which every player would see',
  private: 'leads to this machine or into a private network, where no player gets',
}

/** Addresses that templates give to players (design.md §9). */
export const addressDiagnostics = defineDiagnostics('template', {
  'unsafe-address': {
    severity: 'error',
    // Never the address itself: it may hold a secret.
    message: (p: { field: string; fault: Exclude<AddressFault, 'not-encrypted'> }) => `'${p.field}' ${faults[p.fault]}`,
  },
  'unencrypted-address': {
    severity: 'warning',
    message: (p: { field: string }) => `'${p.field}' is an http address, so the keys can be read on their way; write https`,
  },
})
