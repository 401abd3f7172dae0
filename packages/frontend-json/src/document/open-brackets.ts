import { createScanner } from 'jsonc-parser'

/** The brackets that are open at the end of a text, outermost first. */
export function openBrackets(text: string): readonly ('{' | '[')[] {
  const scanner = createScanner(text, true)
  const open: ('{' | '[')[] = []
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text.charAt(scanner.getTokenOffset())
    if (first === '{' || first === '[') open.push(first)
    else if (first === '}' || first === ']') open.pop()
  }
  return open
}
