/** One word of a POSIX shell. Nothing is special between single quotes but the single quote itself. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

export function shellLine(words: readonly string[]): string {
  return words.map(shellQuote).join(' ')
}
