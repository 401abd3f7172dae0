/** One line of a comparison: on both sides, only expected, or only found. */
export interface AlignedLine {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

export interface Pair<E, F> {
  readonly expected?: E
  readonly found?: F
}

/** Beyond this many comparisons only the ends are compared: two lists of ten thousand lines are nothing that anybody reads. */
const cellLimit = 4_000_000

/** The two lists side by side, as many of them paired as can be without changing an order. */
export function align<E, F>(expected: readonly E[], found: readonly F[], matches: (expected: E, found: F) => boolean): readonly Pair<E, F>[] {
  const head = commonHead(expected, found, matches)
  const tail = commonHead(expected.slice(head).toReversed(), found.slice(head).toReversed(), matches)
  const paired = (from: number, to: number, shift: number): readonly Pair<E, F>[] =>
    expected.slice(from, to).flatMap((one, index) => found.slice(from + index + shift, from + index + shift + 1).map((other) => ({ expected: one, found: other })))
  const [ends, otherEnds] = [expected.length - tail, found.length - tail]
  return [
    ...paired(0, head, 0),
    ...middle(expected.slice(head, ends), found.slice(head, otherEnds), matches),
    ...paired(ends, expected.length, otherEnds - ends),
  ]
}

function commonHead<E, F>(expected: readonly E[], found: readonly F[], matches: (expected: E, found: F) => boolean): number {
  const differs = expected.findIndex((one, index) => !found.slice(index, index + 1).some((other) => matches(one, other)))
  return differs < 0 ? Math.min(expected.length, found.length) : differs
}

/** The longest common part, by the lengths of those of all ends of both lists. */
function middle<E, F>(expected: readonly E[], found: readonly F[], matches: (expected: E, found: F) => boolean): readonly Pair<E, F>[] {
  if (expected.length * found.length > cellLimit) return [...expected.map((one) => ({ expected: one })), ...found.map((one) => ({ found: one }))]
  const width = found.length + 1
  const lengths = new Uint32Array((expected.length + 1) * width)
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0
  const same = expected.map((one) => found.map((other) => matches(one, other)))
  for (let row = expected.length - 1; row >= 0; row -= 1) {
    for (let column = found.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = same[row]?.[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pairs: Pair<E, F>[] = []
  let [row, column] = [0, 0]
  while (row < expected.length || column < found.length) {
    const [one] = expected.slice(row, row + 1)
    const [other] = found.slice(column, column + 1)
    if (same[row]?.[column] && one !== undefined && other !== undefined) {
      pairs.push({ expected: one, found: other })
      row += 1
      column += 1
    } else if (row < expected.length && (column >= found.length || at(row + 1, column) >= at(row, column + 1))) {
      pairs.push(one === undefined ? {} : { expected: one })
      row += 1
    } else {
      pairs.push(other === undefined ? {} : { found: other })
      column += 1
    }
  }
  return pairs
}

/** Texts line by line. */
export function alignedLines(expected: readonly string[], found: readonly string[]): readonly AlignedLine[] {
  return align(expected, found, (one, other) => one === other).map((pair) => {
    if (pair.expected === undefined) return { sign: '+', text: pair.found ?? '' }
    return { sign: pair.found === undefined ? '-' : ' ', text: pair.expected }
  })
}
