import type { Diagnostic, Result, SourceFile } from '@vodflow/core'
import { expect } from 'vitest'

/** A text in which `<|` and `|>` stand around what a diagnostic must point at; no counted offsets. */
export interface MarkedSource {
  readonly text: string
  readonly start: number
  readonly end: number
}

export function readMarks(marked: string): MarkedSource {
  const start = marked.indexOf('<|')
  const end = marked.indexOf('|>') - 2
  const text = marked.replace('<|', '').replace('|>', '')
  if (start < 0 || end < start || text.includes('<|') || text.includes('|>')) throw new Error(`one '<|…|>' is wanted in: ${marked}`)
  return { text, start, end }
}

/** Exactly this code at exactly the marked range; other diagnostics may stand beside it. Gives it back for more assertions. */
export async function expectDiagnostic(
  read: (file: SourceFile) => Result<unknown> | Promise<Result<unknown>>,
  marked: string,
  code: string,
  path = 'input',
): Promise<Diagnostic> {
  const { text, start, end } = readMarks(marked)
  const result = await read({ path, text })
  const seen = result.diagnostics.map(({ code, span, message }) => ({ code, at: span && text.slice(span.start, span.end), message }))
  const found = result.diagnostics.find((candidate) => candidate.code === code)
  if (found === undefined) return expect.fail(`'${code}' was not reported; seen: ${JSON.stringify(seen)}`)
  expect({ start: found.span?.start, end: found.span?.end }, `the range of ${code}: ${JSON.stringify(seen)}`).toEqual({ start, end })
  return found
}
