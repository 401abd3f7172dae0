import { lineSpan, spanOf, type Diagnostic, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { Formatted } from './format-text.ts'
import type { LuaFormatter } from './lua-formatter.ts'

const notInstalled = "'@johnnymorganz/stylua' is not installed, and it is what formats Lua; 'npm install @johnnymorganz/stylua' adds it"
const tooDeep = 'the script is nested too deeply for the formatter'
const tooSlow = 'the formatter did not come to an end with the script; fewer functions inside the arguments of others help'
/** The formatter takes some four thousand times as much memory. */
const mostCharacters = 128 * 1024
const tooLong = `the script has more than the ${mostCharacters} characters that the formatter is given`

/** Lua by the optional package, in its own style with two spaces of indentation. */
export async function formatLua(file: SourceFile, loadFormatter: () => Promise<LuaFormatter | undefined>): Promise<Formatted> {
  const format = await loadFormatter()
  if (format === undefined) return { ok: false, reason: 'cannot', problem: notInstalled }
  if (file.text.length > mostCharacters) return { ok: false, reason: 'cannot', problem: tooLong }
  const answer = await format(file.text)
  switch (answer.is) {
    case 'formatted':
      return { ok: true, text: answer.text }
    case 'too-deep':
      return { ok: false, reason: 'cannot', problem: tooDeep }
    case 'too-slow':
      return { ok: false, reason: 'cannot', problem: tooSlow }
    case 'unreadable':
      return { ok: false, reason: 'unreadable', diagnostics: await problemsOf(file, answer.reasons) }
  }
}

async function problemsOf(file: SourceFile, reasons: string): Promise<readonly Diagnostic[]> {
  // The front end brings its worker along, so only a script that cannot be read loads it.
  const { luaDiagnostics } = await import('@vodflow/frontend-lua')
  // Several reasons are a list; a single one stands behind its heading.
  const found = [...reasons.matchAll(/^(?: - |error parsing: )(.*?) ?\((\d+):(\d+) to (\d+):(\d+)\)(.*)$/gmu)]
  const [first] = found
  // What is said of the same place or line again is mostly a consequence.
  const distinct = found.filter((match, index) => found.findIndex((other) => other[2] === match[2]) === index)
  if (first === undefined) return [luaDiagnostics.create('syntax', lineSpan(file, 1), { text: reasons.split('\n', 1)[0] ?? '' })]
  return distinct.map(([, what = '', fromLine, fromColumn, toLine, toColumn, rest = '']) =>
    luaDiagnostics.create('syntax', spanBetween(file, [Number(fromLine), Number(fromColumn)], [Number(toLine), Number(toColumn)]), { text: `${what.replace('token ``', 'end of the text')}${rest}` }))
}

function spanBetween(file: SourceFile, from: readonly [number, number], to: readonly [number, number]): SourceSpan {
  const start = offsetOf(file.text, from)
  return spanOf(file, start, Math.max(start, offsetOf(file.text, to)))
}

/** The formatter counts characters, not units of UTF-16. */
function offsetOf(text: string, [line, column]: readonly [number, number]): number {
  let start = 0
  for (let at = 1; at < line && start >= 0; at += 1) start = text.indexOf('\n', start) + 1 || text.length
  const [whole = ''] = text.slice(start).split('\n', 1)
  return start + [...whole].slice(0, column - 1).join('').length
}
