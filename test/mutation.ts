/** Texts that are nearly right: a seeded source of chance, and what it does to a corpus. */

/** Numbers from 0 up to 1; the same seed gives the same ones (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What stands in the way of parsers. */
const pieces = [
  '{', '}', '[', ']', '(', ')', ',', ';', ':', '=', '"', "'", '\\', '\n', '\r\n', '\t', ' ', '--', '#', '[[', ']]', '--[[', '/*', '//', '\u0000', '\u{feff}',
  '\ud83d', '🎬', '，', '（', 'nil', 'null', 'true', 'NaN', '-1', '0', '1e999', '99999999999999999999', '0x', '1.5', '__proto__', 'constructor', 'end', 'function',
  'x-ignore', 'vodflow-ignore', 'vodflow-ignore check/upscaling: x', '{"param":"a"}', 'while true do end', 'error({})', 'file.mediaInfo', 'definition',
] as const

type Random = () => number
const below = (random: Random, limit: number) => Math.floor(random() * limit)
const oneOf = (random: Random, list: readonly string[]): string => list[below(random, list.length)] ?? ''

const changes: readonly ((text: string, corpus: readonly string[], random: Random) => string)[] = [
  (text, _, random) => spliced(text, random, 1 + below(random, 12), ''),
  (text, _, random) => spliced(text, random, 0, oneOf(random, pieces)),
  (text, _, random) => spliced(text, random, 1 + below(random, 3), oneOf(random, pieces)),
  (text, _, random) => spliced(text, random, 0, slice(text, random, 80)),
  (text, corpus, random) => spliced(text, random, below(random, 60), slice(oneOf(random, corpus), random, 200)),
  (text, _, random) => text.slice(0, below(random, text.length + 1)),
  (text, _, random) => spliced(text, random, 1, String.fromCharCode(below(random, 0x1_0000))),
  (text, _, random) => text.replaceAll(/\d+/gu, (number) => (random() < 0.2 ? String(below(random, 100_000) - 10) : number)),
  (text, _, random) => spliced(text, random, 0, oneOf(random, pieces).repeat(1 + below(random, 200))),
]

/** One text of the corpus, changed one to eight times. */
export function mutated(corpus: readonly string[], random: Random): string {
  let text = oneOf(random, corpus)
  for (let count = 1 + below(random, 8); count > 0; count -= 1) {
    text = changes[below(random, changes.length)]?.(text, corpus, random) ?? text
  }
  return text
}

function spliced(text: string, random: Random, length: number, by: string): string {
  const at = below(random, text.length + 1)
  return text.slice(0, at) + by + text.slice(at + length)
}

function slice(text: string, random: Random, most: number): string {
  const at = below(random, text.length + 1)
  return text.slice(at, at + below(random, most))
}
