import { placeOf as plainPlace, type Diagnostic } from '@vodflow/core'
import { regionOf, type Format } from './report.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Diagnostic['severity'], string>

/** Workflow commands: GitHub shows each as an annotation at its place. */
export const github: Format = ({ diagnostics }) => diagnostics.map((one) => `${commandOf(one)}\n`).join('')

function commandOf({ code, severity, message: sentence, span, related = [] }: Diagnostic): string {
  const message = [sentence, ...related.map((note) => `${plainPlace(note.span) ?? ''}: ${note.message}`)].join('\n')
  return `::${commands[severity]} ${[...(span ? placeOf(span) : []), `title=${property(code)}`].join(',')}::${data(message)}`
}

function placeOf(span: NonNullable<Diagnostic['span']>): readonly string[] {
  const { startLine, startColumn, endLine, endColumn } = regionOf(span)
  return [`file=${property(span.file.path)}`, `line=${startLine}`, `col=${startColumn}`, `endLine=${endLine}`, `endColumn=${endColumn}`]
}

/** What would end the command, or begin another. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
