import type { Diagnostic, SourceFile, SourceSpan } from '@vodflow/core'

/** The file that a call names, with its text as it was when it was first read. */
export interface ProcedureFile {
  readonly file: SourceFile
  /** One of vodflow's own. */
  readonly builtIn: boolean
  /** A project's file by the name of a built-in procedure. */
  readonly shadows: boolean
}

/** Found before the call is parsed, perhaps: so a problem gets its place only when it is reported. */
export type Located =
  | { readonly ok: true; readonly value: ProcedureFile }
  | { readonly ok: false; readonly problem: (span: SourceSpan) => Diagnostic }

export type Extension = '.lua' | '.json'

export function extensionOf(path: string): Extension | undefined {
  if (path.endsWith('.lua')) return '.lua'
  return path.endsWith('.json') ? '.json' : undefined
}
