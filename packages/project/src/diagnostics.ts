import { defineDiagnostics, suggestionTail } from '@vodflow/core'

/** A call that names no usable procedure. What is wrong with the text of a call is in frontend-call. */
export const lookUpDiagnostics = defineDiagnostics('call', {
  'unknown-procedure': {
    severity: 'error',
    message: (p: { name: string; suggestions: readonly string[]; folders: readonly string[] }) =>
      `no procedure is named '${p.name}'${suggestionTail(p.suggestions) || searched(p.folders)}`,
  },
  'ambiguous-procedure': {
    severity: 'error',
    message: (p: { name: string; paths: readonly string[] }) =>
      `'${p.name}' could be ${p.paths.map((path) => `'${path}'`).join(' or ')}; only one of them may be there, or the call names a path`,
  },
  'shadows-built-in': {
    severity: 'warning',
    message: (p: { name: string; path: string }) => `'${p.path}' stands in for the built-in procedure '${p.name}'`,
  },
  'missing-file': {
    severity: 'error',
    message: (p: { path: string; suggestions: readonly string[] }) => `there is no file '${p.path}'${suggestionTail(p.suggestions)}`,
  },
  'unreadable-file': {
    severity: 'error',
    message: (p: { path: string; problem: string }) => `'${p.path}' cannot be read: ${p.problem}`,
  },
  'file-too-large': {
    severity: 'error',
    message: (p: { path: string; limit: string }) => `'${p.path}' is larger than ${p.limit}, which is the limit for a procedure or a file of calls`,
  },
  'not-utf-8': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' is not UTF-8 text, which a procedure or a file of calls has to be`,
  },
  'unknown-extension': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' ends in neither '.lua' nor '.json', so its language is not known`,
  },
  'outside-project': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' is a link that leads out of the project's folder; name the file by its path instead`,
  },
  'outside-folder': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' is a link that leads out of the folder that is looked through; name the file by its path instead`,
  },
  'too-many-calls': {
    severity: 'error',
    message: (p: { limit: number }) => `the file holds more than ${p.limit} calls; at most ${p.limit} are allowed`,
  },
  'path-refused': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' is a path; only the name of a procedure is allowed here`,
  },
  'damaged-snapshot': {
    severity: 'error',
    message: (p: { path: string }) => `what was kept of '${p.path}' has been changed since; its digest does not fit`,
  },
})

function searched(folders: readonly string[]): string {
  return `; looked in ${folders.map((folder) => `'${folder}'`).join(', ')}${folders.length > 0 ? ' and ' : ''}the built-in ones`
}

/** What is wrong with a project's folder and its config, beside the config's shape. */
export const configDiagnostics = defineDiagnostics('config', {
  'no-such-folder': {
    severity: 'error',
    message: (p: { folder: string; problem: string }) => `'${p.folder}' is no project's folder: ${p.problem}`,
  },
  'unreadable-file': {
    severity: 'error',
    message: (p: { path: string; problem: string }) => `'${p.path}' cannot be read: ${p.problem}`,
  },
  'not-utf-8': {
    severity: 'error',
    message: (p: { path: string }) => `'${p.path}' is not UTF-8 text`,
  },
  'outside-project': {
    severity: 'error',
    message: (p: { folder: string }) => `the folder '${p.folder}' is outside the project's folder; it has to be inside, with links followed`,
  },
  'not-a-folder': {
    severity: 'error',
    message: (p: { folder: string }) => `'${p.folder}' is a file; a folder is needed here`,
  },
  'missing-folder': {
    severity: 'warning',
    message: (p: { folder: string }) => `there is no folder '${p.folder}'`,
  },
})
