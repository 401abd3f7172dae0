/** Text without a quote, or whole quotes: `or` within a name is no list. An apostrophe within a word is none. */
const part = String.raw`((?:[^'"]|(?<=\w)'|(?<!\w)'[^']*'|"[^"]*")+?)`

/** What stands between two phrases, the loosest first, and what stands there in Chinese. */
export const betweenTwo: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^${part}; (.+)$`, 's'), '；'],
  [new RegExp(`^${part}, (.+)$`, 's'), '、'],
  [new RegExp(`^${part} or (.+)$`, 's'), ' 或 '],
  [new RegExp(`^${part} and (.+)$`, 's'), ' 和 '],
]
