import type { Diagnostic } from '@vodflow/core'
import { runDiagnostics } from './diagnostics.ts'
import type { StepFailure } from './plan.ts'

/** Node's code of a failed file operation: ENOENT, ENOSPC, …; '' for other errors. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errorCode(error))
}

export function writeProblem(path: string, error: unknown): Diagnostic {
  if (isDiskFull(error)) return runDiagnostics.create('disk-full', undefined, { path })
  return runDiagnostics.create('not-written', undefined, { path, why: reasonOf(error) })
}

const words: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'a folder stands in its place',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the symbolic links go in a circle',
}

/** In words, for what users meet; the code for the rest. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error)
  return words[code] ?? (code === '' ? String(error) : code)
}

/** What the file system says while outputs are put together, moved and written down. */
export function failureOfError(error: unknown): StepFailure {
  if (isDiskFull(error)) return { reason: 'disk-full', detail: reasonOf(error) }
  if (words[errorCode(error)] !== undefined) return { reason: 'not-kept', detail: `${pathOf(error)}: ${reasonOf(error)}` }
  return { reason: 'crashed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** What was written, where a file was moved; else what was read or made. */
function pathOf(error: unknown): string {
  if (!(error instanceof Error)) return 'a file'
  if ('dest' in error && typeof error.dest === 'string') return `'${error.dest}'`
  return 'path' in error && typeof error.path === 'string' ? `'${error.path}'` : 'a file'
}
