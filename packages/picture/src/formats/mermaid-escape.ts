/** Letters, digits and what has no meaning in a quoted label, in an entity or in Mermaid's Markdown. */
const plain = /^[\p{L}\p{N} .,:/()'=×-]$/u

/**
 * A text inside a quoted label of Mermaid: everything that could mean something there is an entity by its number, `#35;`.
 * Mermaid reads the two characters `\\n` as a line break even so, hence the space without a width between them.
 */
export function escapeMermaid(text: string): string {
  return Array.from(text.replaceAll('\\n', '\\\u200bn'), (character) => (plain.test(character) ? character : entity(character))).join('')
}

function entity(character: string): string {
  const code = character.codePointAt(0) ?? 0xfffd
  return `#${code >= 0xd800 && code <= 0xdfff ? 0xfffd : code};`
}
