import { lineSpan, spanOf, textOf, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { WireValue } from './protocol.ts'

/*
 * Lua tells lines. Where what a diagnostic is about stands just once in its line, its place is that; otherwise it is the line,
 * without its indentation. Comments and texts in quotes may hold the same word, so a word in them counts as another one.
 */

/** A name of a field, a handler or a variable. */
export function placeOfName(file: SourceFile, line: number, name: string): SourceSpan {
  return /^\w+$/u.test(name) ? onlyMatch(file, line, wholeWord(name)) : lineSpan(file, line)
}

/** A literal: what the script wrote for this value. A table or an object has none. */
export function placeOfValue(file: SourceFile, line: number, value: WireValue): SourceSpan {
  switch (value.kind) {
    case 'number':
      return onlyMatch(file, line, new RegExp(String.raw`(?<![\w.])${escaped(String(value.value))}(?![\w.])`, 'gu'))
    case 'boolean':
      return onlyMatch(file, line, wholeWord(String(value.value)))
    case 'string':
      return onlyMatch(file, line, new RegExp(String.raw`(?:"${escaped(value.value.slice(0, 200))}"|'${escaped(value.value.slice(0, 200))}')`, 'gu'))
    default:
      return lineSpan(file, line)
  }
}

/** `Class:new(…)` or `Class.new(…)`, to its closing bracket where that is in the line. */
export function placeOfNew(file: SourceFile, line: number, className: string): SourceSpan {
  const start = onlyMatch(file, line, new RegExp(String.raw`(?<![\w.])${escaped(className)}\s*[.:]\s*new\b`, 'gu'))
  const whole = lineSpan(file, line)
  if (start.start === whole.start && start.end === whole.end) return whole
  return spanOf(file, start.start, endOfBrackets(file.text, start.end, whole.end) ?? start.end)
}

/** Behind the bracket that closes the one at `from`, or that of the table or text a call without brackets takes. */
function endOfBrackets(text: string, from: number, limit: number): number | undefined {
  let depth = 0
  for (let at = from; at < limit; at += 1) {
    const character = text.charAt(at)
    if ('({['.includes(character)) depth += 1
    else if (')}]'.includes(character)) depth -= 1
    else if (depth === 0 && character.trim() !== '') return undefined
    if (depth === 0 && ')}]'.includes(character)) return at + 1
  }
  return undefined
}

function wholeWord(word: string): RegExp {
  return new RegExp(String.raw`(?<![\w])${escaped(word)}(?!\w)`, 'gu')
}

function onlyMatch(file: SourceFile, line: number, pattern: RegExp): SourceSpan {
  const whole = lineSpan(file, line)
  const matches = textOf(whole).matchAll(pattern)
  const first = matches.next().value
  if (first === undefined || matches.next().done !== true) return whole
  const start = whole.start + first.index
  return spanOf(file, start, start + first[0].length)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`)
}
