import { textOf, type Diagnostic, type Fix, type SourceFile, type SourceSpan } from '@vodflow/core'
import { luaDiagnostics } from './diagnostics.ts'
import { placeOfName } from './place-in-line.ts'

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
  const span = placeOfName(file, line, found)
  return { span, fixes: textOf(span) === found ? [{ title: `write '${instead}'`, edits: [{ span, text: instead }] }] : [] }
}
