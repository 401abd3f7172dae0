import type { Diagnostic } from './diagnostic.ts'
import { spanOf, type SourceFile, type SourceSpan } from './source.ts'

/** The same diagnostic about `to`, of which `from` is the part that begins at `offset`. */
export function relocate(diagnostic: Diagnostic, from: SourceFile, to: SourceFile, offset: number): Diagnostic {
  const moved = (span: SourceSpan) => (span.file === from ? spanOf(to, span.start + offset, span.end + offset) : span)
  const { span, related, fixes, ...others } = diagnostic
  return {
    ...others,
    ...(span && { span: moved(span) }),
    ...(related && { related: related.map((note) => ({ ...note, span: moved(note.span) })) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, span: moved(edit.span) })) })) }),
  }
}
