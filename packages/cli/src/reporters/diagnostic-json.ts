import { positionAt, type Diagnostic, type SourceSpan } from '@vodflow/core'

/** One line of standard error under `--json`. Lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface DiagnosticJson {
  readonly type: 'diagnostic'
  readonly code: string
  readonly severity: Diagnostic['severity']
  readonly message: string
  readonly place?: PlaceJson
  readonly related?: readonly { readonly message: string; readonly place: PlaceJson }[]
}

export interface PlaceJson {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export function diagnosticJson({ code, severity, message, span, related }: Diagnostic): DiagnosticJson {
  return {
    type: 'diagnostic',
    code,
    severity,
    message,
    ...(span && { place: placeJson(span) }),
    ...(related && { related: related.map((note) => ({ message: note.message, place: placeJson(note.span) })) }),
  }
}

function placeJson({ file, start, end }: SourceSpan): PlaceJson {
  const from = positionAt(file, start)
  const to = positionAt(file, end)
  return { file: file.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}
