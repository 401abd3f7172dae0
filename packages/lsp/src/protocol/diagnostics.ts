import { pathToFileURL } from 'node:url'
import type { Diagnostic, SourceSpan } from '@vodflow/core'
import { DiagnosticSeverity, type Diagnostic as WireDiagnostic, type DiagnosticRelatedInformation } from 'vscode-languageserver/node'
import type { Opened, Session } from '../session.ts'
import { rangeIn } from './positions.ts'

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const

/** What is wrong with a text, for an editor. What is about another file is told at the beginning of this one. */
export async function wireDiagnostics(session: Session, opened: Opened, diagnostics: readonly Diagnostic[]): Promise<WireDiagnostic[]> {
  return Promise.all(diagnostics.map((diagnostic) => wireDiagnostic(session, opened, diagnostic)))
}

async function wireDiagnostic(session: Session, opened: Opened, diagnostic: Diagnostic): Promise<WireDiagnostic> {
  const { code, severity, message, span, related = [] } = diagnostic
  const here = spanHere(opened, diagnostic)
  const notes = [...(here === span || !span ? [] : [{ message, span }]), ...related.filter((note) => note.span !== here)]
  const relatedInformation = await Promise.all(notes.map((note) => information(session, opened, note)))
  return {
    range: rangeIn(opened.text, here?.start ?? 0, here?.end ?? 0),
    severity: severities[severity],
    code,
    source: 'vodflow',
    message,
    ...(relatedInformation.length > 0 && { relatedInformation }),
  }
}

/** The place in this very file: a call is told of what is wrong with its procedure where the call gave rise to it. */
function spanHere({ workbench, path }: Opened, { span, related = [] }: Diagnostic): SourceSpan | undefined {
  for (const candidate of [span, ...related.map((note) => note.span)]) {
    if (candidate && workbench.pathOf(candidate.file.path) === path) return candidate
  }
  return undefined
}

async function information(session: Session, { workbench, uri, path }: Opened, { message, span }: { readonly message: string; readonly span: SourceSpan }): Promise<DiagnosticRelatedInformation> {
  const at = workbench.pathOf(span.file.path)
  const where = at === path ? uri : await uriOf(session, at)
  return { message, location: { uri: where, range: rangeIn(span.file.text, span.start, span.end) } }
}

/** As the editor names the file, if it has it open. */
export async function uriOf(session: Session, path: string): Promise<string> {
  return (await session.uriOf(path)) ?? pathToFileURL(path).href
}
