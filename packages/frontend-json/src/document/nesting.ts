import { createScanner } from 'jsonc-parser'

const closers: { readonly [open: string]: string } = { '{': '}', '[': ']' }

/**
 * The offset of the bracket that opens level `limit + 1`, or undefined. Token by token without recursion: the parser that
 * comes after it is recursive, and a file nested 10,000 deep must not reach it.
 */
export function tooDeepAt(text: string, limit: number): number | undefined {
  const scanner = createScanner(text, true)
  const open: string[] = []
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text.charAt(scanner.getTokenOffset())
    const closer = closers[first]
    if (closer !== undefined) open.push(closer)
    // Only a closer that fits ends a level: with mismatched brackets this counts no fewer levels than the parser enters.
    else if (first === open.at(-1)) open.pop()
    if (open.length > limit) return scanner.getTokenOffset()
  }
  return undefined
}
