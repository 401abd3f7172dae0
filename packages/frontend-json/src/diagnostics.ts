import { defineDiagnostics, suggestionTail } from '@vodflow/core'

/** What only a procedure in JSON can have wrong; document/diagnostics.ts has what every JSON file can. */
export const jsonDiagnostics = defineDiagnostics('json', {
  'condition-syntax': {
    severity: 'error',
    message: (p: { problem: string }) => `the condition is not CEL: ${p.problem}`,
  },
  'condition-type': {
    severity: 'error',
    message: (p: { problem: string; known: readonly string[] }) => `the condition does not fit together: ${p.problem}${suggestionTail(p.known)}`,
  },
  'condition-not-allowed': {
    severity: 'error',
    message: (p: { found: string; allowed: string }) => `${p.found} must not stand in a condition; ${p.allowed}`,
  },
  'condition-failed': {
    severity: 'error',
    message: (p: { problem: string }) => `the condition cannot be decided: ${p.problem}`,
  },
  'needs-facts': {
    severity: 'error',
    message: (p: { what: string }) => `${p.what} needs the source, of which nothing is known; say what holds of it with --assume`,
  },
  'wrong-default': {
    severity: 'error',
    message: (p: { name: string; expected: string }) => `the default of '${p.name}' must be ${p.expected}`,
  },
  'unsupported-task': {
    severity: 'error',
    message: (p: { name: string; instead: string }) => `'${p.name}' is not part of VOD 4.0 and cannot be done; ${p.instead}`,
  },
  'empty-procedure': {
    severity: 'warning',
    message: () => 'the procedure never does anything: it asks for no review and for no processing',
  },
  'no-definition': {
    severity: 'warning',
    message: () => 'no template is named here, so nothing is made',
  },
  'constant-condition': {
    severity: 'warning',
    message: (p: { always: boolean }) =>
      `the condition reads neither source nor params and is always ${p.always}${p.always ? '; it can be left out' : ', so what it stands at is never done'}`,
  },
  'slip-name': {
    severity: 'warning',
    message: (p: { found: string; instead: string }) => `here it is called '${p.instead}'; '${p.found}' is read as that`,
  },
  'slip-case': {
    severity: 'warning',
    message: (p: { found: string; instead: string }) => `'${p.found}' is read as '${p.instead}'`,
  },
  'slip-flag': {
    severity: 'warning',
    message: (p: { found: number; instead: boolean }) => `a flag is true or false; ${p.found} is read as ${p.instead}`,
  },
  'slip-comma': {
    severity: 'warning',
    message: (p: { before: string }) => `a comma must not stand before '${p.before}'; it is left out`,
  },
  'seconds-or-milliseconds': {
    severity: 'warning',
    message: (p: { found: string }) => `TimeOffsetSet counts milliseconds, and ${p.found} would all be in the first second; for seconds write ExtTimeOffsetSet`,
  },
})

export const referenceDiagnostics = defineDiagnostics('json-ref', {
  'unknown-parameter': {
    severity: 'error',
    message: (p: { name: string; suggestions: readonly string[] }) => `no parameter is named '${p.name}'${suggestionTail(p.suggestions)}`,
  },
  'unused-parameter': {
    severity: 'warning',
    message: (p: { name: string }) => `the parameter '${p.name}' is used nowhere`,
  },
  'duplicate-parameter': {
    severity: 'error',
    message: (p: { name: string }) => `two parameters are named '${p.name}'`,
  },
  'wrong-parameter-type': {
    severity: 'error',
    message: (p: { name: string; type: string; expected: string }) => `the parameter '${p.name}' is of the type ${p.type}, where ${p.expected} must stand`,
  },
  'value-does-not-fit': {
    severity: 'error',
    message: (p: { name: string; found: string; expected: string }) => `the parameter '${p.name}' is ${p.found}, where ${p.expected} must stand`,
  },
})

export const callDiagnostics = defineDiagnostics('call', {
  'too-many-arguments': {
    severity: 'error',
    message: (p: { name: string; allowed: number; found: number }) =>
      `'${p.name}' takes ${p.allowed === 0 ? 'no arguments' : p.allowed === 1 ? 'one argument' : `at most ${p.allowed} arguments`}, found ${p.found}`,
  },
  'missing-argument': {
    severity: 'error',
    message: (p: { index: number; name: string; expected: string }) => `argument ${p.index} (${p.name}) is missing; it must be ${p.expected}`,
  },
  'wrong-argument-type': {
    severity: 'error',
    message: (p: { index: number; name: string; expected: string; found: string }) =>
      `argument ${p.index} (${p.name}) must be ${p.expected}, found ${p.found}`,
  },
})
