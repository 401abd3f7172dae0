/** Up to three of `known` that are near to `wanted`, each once, the nearest first; a beginning of three letters and more counts as near. */
export function didYouMean(wanted: string, known: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  const written = wanted.toLowerCase()
  const distanceTo = (name: string) => {
    const distance = editDistance(written, name, limit)
    return written.length >= 3 && name.startsWith(written) ? Math.min(1, distance) : distance
  }
  return [...new Set(known)]
    .map((name) => ({ name, distance: distanceTo(name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** The one name that can be meant: it alone is near, and one letter more, less or changed, or two that changed places, make it. */
export function slipOf(written: string, near: readonly string[]): string | undefined {
  const [name, ...others] = near
  if (name === undefined || others.length > 0 || written.length < 3) return undefined
  return editDistance(written, name, 1) <= 1 || isSwapped(written, name) ? name : undefined
}

function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((character, index) => character !== b[index])
  return at >= 0 && a.length === b.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** `; did you mean a, b or c?`, or nothing: the tail of a message about an unknown name. */
export function suggestionTail(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return ''
  const quoted = suggestions.map((name) => `'${name}'`)
  const last = quoted.at(-1) ?? ''
  const list = quoted.length === 1 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`
  return `; did you mean ${list}?`
}

/** Levenshtein's distance, given up beyond `limit`. Its own dozen lines: the packages that do it weigh more than the use. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j += 1) {
      const substitution = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? limit + 1
}
