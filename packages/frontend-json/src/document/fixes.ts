import { slipOf, spanOf, type DiagnosticExtras, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { DuplicateKey } from './json-document.ts'
import type { SyntaxProblem } from './syntax.ts'

type Fixes = Pick<DiagnosticExtras, 'fixes'>

/** What mends a slip of form for certain. */
export function syntaxFix(file: SourceFile, { name, start, end }: SyntaxProblem): Fixes {
  if (name === 'TrailingComma') return one('remove the comma', spanOf(file, start, end), '')
  if (name === 'InvalidSymbol') return wordFix(file, start, end)
  if (name !== 'CommaExpected' || !/^["{[]/u.test(file.text.slice(start))) return {}
  const gap = /\s+$/u.exec(file.text.slice(Math.max(0, start - 1000), start))?.[0].length ?? 0
  return gap === 0 ? {} : one("write ',' between the two", spanOf(file, start - gap, start - gap), ',')
}

const otherWords: Readonly<Record<string, string>> = { True: 'true', False: 'false', TRUE: 'true', FALSE: 'false', None: 'null', nil: 'null', NULL: 'null' }

/** A word or a text as other languages write it. */
function wordFix(file: SourceFile, start: number, end: number): Fixes {
  const found = file.text.slice(start, end)
  const isName = /^[A-Za-z_$][\w$]*$/u.test(found) && /^[ \t]*:/u.test(file.text.slice(end, end + 100))
  const meant = isName ? JSON.stringify(found) : (wordOf(found) ?? (/^'[^'"\\]*'$/u.test(found) ? `"${found.slice(1, -1)}"` : undefined))
  return meant === undefined ? {} : one(`write ${meant}`, spanOf(file, start, end), meant)
}

function wordOf(found: string): string | undefined {
  return Object.entries(otherWords).find(([word]) => word === found)?.[1]
}

/** A member that says once more what the first one said; where the two differ, nobody knows which is meant. */
export function duplicateFix(file: SourceFile, { first, second }: DuplicateKey): Fixes {
  const [was, is] = [first, second].map((key) => key.parent)
  if (was === undefined || is === undefined || textAt(file, was) !== textAt(file, is)) return {}
  const before = /,\s*$/u.exec(file.text.slice(Math.max(0, is.offset - 1000), is.offset))?.[0].length
  return before === undefined ? {} : one('remove it', spanOf(file, is.offset - before, is.offset + is.length), '')
}

function textAt({ text }: SourceFile, { offset, length }: { readonly offset: number; readonly length: number }): string {
  return text.slice(offset, offset + length)
}

/** A name or a text that is one slip away from the only one that can be meant. `span` holds the quotes. */
export function renameFix(span: SourceSpan, written: string, suggestions: readonly string[], taken: readonly string[] = []): Fixes {
  const meant = slipOf(written, suggestions)
  return meant === undefined || taken.includes(meant) ? {} : one(`write '${meant}'`, span, JSON.stringify(meant))
}

function one(title: string, span: SourceSpan, text: string): Fixes {
  return { fixes: [{ title, edits: [{ span, text }] }] }
}
