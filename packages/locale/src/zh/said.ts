import { patterns, words } from './phrases/index.ts'
import { betweenTwo } from './phrases/lists.ts'

/** How deep phrases stand in phrases. */
const depthLimit = 6

/**
 * A part of a sentence in Chinese. Parameters hold what was found and what is allowed partly in English words; what is in no
 * phrase book (a name, a number, the user's own text) stays as it is.
 */
export function said(text: string, depth = 0): string {
  const whole = words.get(text)
  if (whole !== undefined) return whole
  if (depth >= depthLimit || text.length > 2_000) return text
  for (const [pattern, chinese] of patterns) {
    const match = pattern.exec(text)
    if (match) return chinese(...match.slice(1).map((part: string | undefined) => (part === undefined ? '' : said(part, depth + 1))))
  }
  return listOf(text, depth) ?? text
}

/** Two of anything, said one by one; the user's own text, of which no part has Chinese, is left alone. */
function listOf(text: string, depth: number): string | undefined {
  for (const [pattern, between] of betweenTwo) {
    const [, first, rest] = pattern.exec(text) ?? []
    if (first === undefined || rest === undefined) continue
    const parts = [said(first, depth + 1), said(rest, depth + 1)]
    const isOurs = parts[0] !== first || parts[1] !== rest || /^['"\d-]/.test(first)
    return isOurs ? parts.join(between) : undefined
  }
  return undefined
}

/** `‘a’、‘b’`. */
export function quotedNames(names: readonly string[], between: '、' | ' 或 ' = '、'): string {
  const quoted = names.map((name) => `‘${name}’`)
  return quoted.length < 3 ? quoted.join(between) : `${quoted.slice(0, -1).join('、')}${between}${quoted.at(-1) ?? ''}`
}

/** The tail of a sentence about an unknown name. */
export function perhaps(names: readonly string[]): string {
  return names.length === 0 ? '' : `；是否想写 ${quotedNames(names, ' 或 ')}？`
}
