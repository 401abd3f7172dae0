import { defineDiagnostics } from '@vodflow/core'

/** What a procedure says and another form has no words for. `target` is the form as `--to` names it. */
export const convertDiagnostics = defineDiagnostics('convert', {
  action: {
    severity: 'error',
    message: (p: { kind: string; target: string }) => `the form '${p.target}' has no place for this '${p.kind}'`,
  },
  field: {
    severity: 'error',
    message: (p: { field: string; found: string; target: string }) => `'${p.field}' is ${p.found} here, which the form '${p.target}' cannot say`,
  },
  parameter: {
    severity: 'error',
    message: (p: { name: string; target: string }) =>
      `'${p.name}' cannot be left open in the form '${p.target}'; give the arguments, as in 'file(10)', to convert that one call`,
  },
  condition: {
    severity: 'error',
    message: (p: { target: string }) =>
      `this cannot be asked of the source in the form '${p.target}'; say what holds with --assume, to convert what is made of that one source`,
  },
  'one-instance': {
    severity: 'warning',
    message: (p: { arguments: boolean; source: boolean }) =>
      `the new form has ${[...(p.arguments ? ['the arguments of this call'] : []), ...(p.source ? ["this source's outcome of every condition"] : [])].join(' and ')} in it, and nothing is left to choose`,
  },
})
