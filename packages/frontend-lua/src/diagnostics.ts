import { defineDiagnostics, suggestionTail } from '@vodflow/core'
import { limits } from './protocol.ts'

const { actions, byteArrayMegabytes, heapMegabytes, instructions, milliseconds, stringMegabytes } = limits

/** What can be said of a Lua script. */
export const luaDiagnostics = defineDiagnostics('lua', {
  syntax: { severity: 'error', message: (p: { text: string }) => `the script cannot be read as Lua: ${p.text}` },
  runtime: {
    severity: 'error',
    message: (p: { text: string; similar: readonly string[]; withheld: string }) =>
      `the script failed: ${p.text}${p.withheld === '' ? suggestionTail(p.similar) : `; scripts have no '${p.withheld}'`}`,
  },
  refused: { severity: 'error', message: (p: { text: string }) => p.text },
  warning: { severity: 'warning', message: (p: { text: string }) => p.text },
  print: { severity: 'info', message: (p: { text: string }) => `the script printed '${p.text}'` },
  'needs-facts': {
    severity: 'error',
    message: () => "'mediaInfo' is read here, but nothing is known of the source; say what holds of it with --assume",
  },
  'out-of-instructions': {
    severity: 'error',
    message: () => `the script was stopped here after ${instructions} instructions, which is all a script may use`,
  },
  'out-of-time': { severity: 'error', message: () => `the script was stopped here after ${milliseconds} ms, which is all a script may take` },
  'out-of-memory': {
    severity: 'error',
    message: () =>
      `the script was stopped here for its use of memory; it may use ${heapMegabytes} MB, ${byteArrayMegabytes} MB of strings, and ${stringMegabytes} MB in one string`,
  },
  'too-large': { severity: 'error', message: (p: { bytes: number; most: number }) => `the script has ${p.bytes} bytes; at most ${p.most} are read` },
  'worker-failed': { severity: 'error', message: (p: { text: string }) => `the Lua worker failed: ${p.text}` },
  'bad-argument': { severity: 'error', message: (p: { problem: string }) => `the argument cannot be given to a script: ${p.problem}` },
  'no-entry': {
    severity: 'error',
    message: ({ found, near, isLocal }: { found: string; near?: string; isLocal?: boolean }) => {
      const instead = near === undefined ? 'has none' : isLocal ? `has a local '${near}', which nothing outside can see` : `has '${near}'`
      return `a script needs a global function 'CreateProcedure'${found === '' ? `, and this one ${instead}` : `; here it is a ${found}`}`
    },
  },
  'not-an-instance': {
    severity: 'error',
    message: (p: { found: string }) =>
      `'CreateProcedure' returned a ${p.found}; it has to return an instance, as Class:new() makes one, of a class made with NewProcedureClass()`,
  },
  'no-handler': {
    severity: 'warning',
    message: () => "the procedure has no 'handleProcess' and no other handler, so all it can do is what 'File' was given",
  },
  'empty-procedure': {
    severity: 'warning',
    message: () => 'the procedure never does anything: no action is made, whatever the call and the source are',
  },
  'slip-name': {
    severity: 'warning',
    message: (p: { owner: string; found: string; instead: string }) => `${p.owner} calls it '${p.instead}'; '${p.found}' is read as that`,
  },
  'slip-case': {
    severity: 'warning',
    message: (p: { subject: string; found: string; instead: string }) => `${p.subject} is '${p.found}'; it is read as '${p.instead}'`,
  },
  'unknown-handler': {
    severity: 'error',
    message: (p: { name: string; known: readonly string[] }) => `no stage has a handler '${p.name}'; the handlers are ${p.known.join(', ')}`,
  },
  'wrong-return': {
    severity: 'error',
    message: (p: { handler: string; found: string }) => `'${p.handler}' returned a ${p.found}; it returns an action set or nil`,
  },
  'not-an-action': { severity: 'error', message: (p: { found: string }) => `'addAction' takes an action, as TranscodeAction:new() makes one; here is ${article(p.found)}` },
  'not-a-set': {
    severity: 'error',
    message: (p: { field: string; found: string }) => `'${p.field}' takes an action set; here is ${article(p.found)}`,
  },
  'unknown-field': {
    severity: 'error',
    message: (p: { owner: string; field: string; known: readonly string[]; similar: readonly string[] }) =>
      `${p.owner} has no field '${p.field}'${p.similar.length > 0 ? suggestionTail(p.similar) : p.known.length > 0 ? `; it has ${p.known.join(', ')}` : ''}`,
  },
  'wrong-type': {
    severity: 'error',
    message: (p: { subject: string; expected: string; found: string }) => `${p.subject} is ${p.found}; it has to be ${p.expected}`,
  },
  'out-of-range': {
    severity: 'error',
    message: (p: { subject: string; found: number; expected: string }) => `${p.subject} is ${p.found}; it has to be ${p.expected}`,
  },
  'numeric-string': {
    severity: 'warning',
    message: (p: { subject: string; found: string }) => `${p.subject} is the string '${p.found}'; it is read as a number`,
  },
  'missing-field': { severity: 'error', message: (p: { owner: string; field: string }) => `this ${p.owner} has no '${p.field}'` },
  'wrong-stage': {
    severity: 'error',
    message: (p: { owner: string; stage: string; allowed: string }) => `a ${p.owner} cannot be done in the ${p.stage} stage; there ${p.allowed}`,
  },
  'too-many-actions': { severity: 'error', message: (p: { count: number }) => `the procedure has ${p.count} actions; at most ${actions} are allowed` },
  'unused-action': { severity: 'warning', message: (p: { owner: string }) => `this ${p.owner} is never put into an action set that counts, so it does nothing` },
  'read-only': { severity: 'warning', message: (p: { subject: string }) => `${p.subject} can only be read; this assignment is ignored` },
  'too-many-notes': { severity: 'warning', message: (p: { most: number }) => `the script said more than ${p.most} things; the rest is left out` },
})

function article(noun: string): string {
  return noun === 'nil' ? 'nil' : `a ${noun}`
}

/** The call's own fault; JSON procedures say the same. */
export const luaCallDiagnostics = defineDiagnostics('call', {
  'too-many-arguments': {
    severity: 'error',
    message: (p: { name: string; allowed: number; found: number }) =>
      `'${p.name}' takes ${p.allowed === 0 ? 'no arguments' : p.allowed === 1 ? 'one argument' : `at most ${p.allowed} arguments`}, found ${p.found}`,
  },
})
