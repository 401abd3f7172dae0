import { lineSpan, spanOf, textOf, type Diagnostic, type Fix, type SourceFile, type SourceSpan } from '@vodflow/core'
import { luaDiagnostics } from './diagnostics.ts'

/** A name of another document (`slipNames`), read as the one that is meant. */
export function reportName(
  file: SourceFile, line: number, params: { readonly owner: string; readonly found: string; readonly instead: string }, report: (diagnostic: Diagnostic) => void,
): void {
  const { span, fixes } = mended(file, line, params.found, params.instead)
  report(luaDiagnostics.create('slip-name', span, params, { fixes }))
}

/** A word in another case than the documents give it. */
export function reportCase(
  file: SourceFile, line: number, params: { readonly subject: string; readonly found: string; readonly instead: string }, report: (diagnostic: Diagnostic) => void,
): void {
  const { span, fixes } = mended(file, line, params.found, params.instead)
  report(luaDiagnostics.create('slip-case', span, params, { fixes }))
}

/** The word itself, and its correction, where the line has it once; a value that was put together elsewhere has only the line. */
function mended(file: SourceFile, line: number, found: string, instead: string): { readonly span: SourceSpan; readonly fixes: readonly Fix[] } {
  const whole = lineSpan(file, line)
  const places = [...textOf(whole).matchAll(/\w+/gu)].filter(([word]) => word === found)
  const [only] = places
  if (only === undefined || places.length > 1) return { span: whole, fixes: [] }
  const span = spanOf(file, whole.start + only.index, whole.start + only.index + found.length)
  return { span, fixes: [{ title: `write '${instead}'`, edits: [{ span, text: instead }] }] }
}
