import { formatText, type TextKind } from '@vodflow/forms'
import type { Opened } from '../session.ts'

/** The text in vodflow's style; undefined where it cannot be formatted, since it is broken or its formatter is not installed. */
export async function format({ kind, path, text }: Opened): Promise<string | undefined> {
  const formatted = await formatText(textKind(kind, path), { path, text })
  if (!formatted.ok) return undefined
  return text.includes('\r\n') ? formatted.text.replaceAll('\n', '\r\n') : formatted.text
}

function textKind(kind: Opened['kind'], path: string): TextKind {
  if (kind !== 'procedure') return kind === 'test' ? 'json' : kind
  return path.endsWith('.lua') ? 'lua' : 'json'
}
