import { relocate, type Call, type Diagnostic, type SourceFile, type SourceSpan, type Value } from '@vodflow/core'
import { callLines, parseCall, printCall } from '@vodflow/frontend-call'
import type { Formatted } from './format-text.ts'

/** A `.call` file, one call on each line: comments and blank lines stay where they are, a line is never broken. */
export function formatCalls(file: SourceFile): Formatted {
  const diagnostics: Diagnostic[] = []
  const lines: string[] = []
  for (const { text, offset, isCall, comment } of callLines(file.text)) {
    const line: SourceFile = { path: file.path, text }
    const call = isCall ? parseCall(line) : undefined
    if (call?.ok === false) diagnostics.push(...call.diagnostics.map((one) => relocate(one, line, file, offset)))
    const shown = call?.ok === true && isPlain(call.value, call.diagnostics) ? printCall(call.value) : text.trim()
    lines.push(comment === '' ? shown : `${shown} ${comment}`)
  }
  if (diagnostics.length > 0) return { ok: false, reason: 'unreadable', diagnostics }
  const text = lines.join('\n').trimEnd()
  return { ok: true, text: text === '' ? '' : `${text}\n` }
}

/** What is spelled as JSON is respelled by `validate --fix`, which says so; a comment inside a call has no other place to go. */
function isPlain(call: Call, warnings: readonly Diagnostic[]): boolean {
  if (warnings.length > 0) return false
  let rest = call.span.file.text
  for (const { start, end } of [call.name.span, ...call.arguments.flatMap(textsIn)]) {
    rest = `${rest.slice(0, start)}${'_'.repeat(end - start)}${rest.slice(end)}`
  }
  return !rest.includes('--')
}

/** Where a `--` begins no comment. */
function textsIn(value: Value): readonly SourceSpan[] {
  if (value.kind === 'table') return value.entries.flatMap((entry) => textsIn(entry.value))
  return value.kind === 'string' && value.span ? [value.span] : []
}
