import { slipOf, spanOf, type SourceFile, type SourceSpan } from '@vodflow/core'

/** A function that a script may have meant to be its entry. */
export interface NearEntry {
  readonly name: string
  readonly span: SourceSpan
  readonly isLocal: boolean
}

const entry = 'CreateProcedure'

/** The only function of the text whose name is one slip away from the entry's, or is it and cannot be seen from outside. */
export function nearEntry(file: SourceFile): NearEntry | undefined {
  const found = [...file.text.matchAll(/^[ \t]*(local[ \t]+)?function[ \t]+(\w{1,60})[ \t]*\(/gmu)].flatMap((match): readonly NearEntry[] => {
    const [whole, local, name = ''] = match
    if (name !== entry && slipOf(name, [entry]) === undefined) return []
    const start = match.index + whole.lastIndexOf(name)
    return [{ name, span: spanOf(file, start, start + name.length), isLocal: local !== undefined }]
  })
  return found.length === 1 ? found[0] : undefined
}
