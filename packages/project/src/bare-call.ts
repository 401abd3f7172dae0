import { lineSpan, spanOf, wholeFile, type Call, type Diagnostic, type SourceFile } from '@vodflow/core'

/** A call of a file without arguments that nobody has written. */
export function bareCall(file: SourceFile): Call {
  const span = wholeFile({ path: file.path, text: file.path })
  return { name: { text: file.path, kind: 'path', span }, arguments: [], span }
}

/**
 * What is said of such a call, put where somebody can mend it: an argument that is missing is nobody's fault, since another call
 * may give it, and the rest is about the file.
 */
export function withoutCall(diagnostics: readonly Diagnostic[], call: Call, file: SourceFile): readonly Diagnostic[] {
  const isOfCall = ({ span }: Pick<Diagnostic, 'span'>) => span?.file === call.span.file
  return diagnostics.flatMap((diagnostic) => {
    if (isOfCall(diagnostic) && (diagnostic.code.startsWith('call/') || diagnostic.code === 'lua/refused')) return []
    const { span = spanOf(file, 0, 0), related, ...others } = diagnostic
    const severity = isForWantOfArguments(diagnostic, file) ? 'info' : diagnostic.severity
    const notes = related?.filter((note) => !isOfCall(note)) ?? []
    return [{ ...others, severity, span: isOfCall(diagnostic) ? lineSpan(file, 1) : span, ...(notes.length > 0 && { related: notes }) }]
  })
}

/**
 * A script that takes arguments and fails over a nil that is no misspelt global may fail only because it was given none: it is
 * mentioned, and the calls that give them show what is true.
 */
function isForWantOfArguments({ code, params }: Diagnostic, { text }: SourceFile): boolean {
  const failure = String(params?.['text'])
  const isOverNil = /\ba nil value(?! \((?:global|method) )|\bgot (?:nil|no value)\b|\bcompare .*\bnil\b/u.test(failure)
  return code === 'lua/runtime' && isOverNil && /\bCreateProcedure\s*(?:=\s*function\s*)?\(\s*[\w.]/u.test(text)
}
