import { createScanner } from 'jsonc-parser'

export interface TextBounds {
  readonly depth: number
  readonly tokens: number
}

/** The first bound that a text goes over, and the offset where. */
export interface Excess {
  readonly bound: keyof TextBounds
  readonly at: number
}

const closers: { readonly [open: string]: string } = { '{': '}', '[': ']' }

/**
 * Token by token without recursion: the parser that comes after it is recursive, so a file nested 10,000 deep must not reach
 * it; and the schema's checks join their errors list by list, so a hundred thousand errors would take minutes.
 */
export function excessIn(text: string, bounds: TextBounds): Excess | undefined {
  const scanner = createScanner(text, true)
  const open: string[] = []
  let tokens = 0
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const at = scanner.getTokenOffset()
    const first = text.charAt(at)
    const closer = closers[first]
    if (closer !== undefined) open.push(closer)
    // Only a closer that fits ends a level: with mismatched brackets this counts no fewer levels than the parser enters.
    else if (first === open.at(-1)) open.pop()
    tokens += 1
    if (open.length > bounds.depth) return { bound: 'depth', at }
    if (tokens > bounds.tokens) return { bound: 'tokens', at }
  }
  return undefined
}
