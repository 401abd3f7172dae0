/**
 * Where the character at `index` of a JSON string's value stands in its text, which begins with a quote: an escape is two or
 * six characters there and one in the value.
 */
export function offsetInJsonString(raw: string, index: number): number {
  let at = 1
  for (let passed = 0; passed < index && at < raw.length - 1; passed += 1) {
    if (raw.charAt(at) !== '\\') at += 1
    else at += raw.charAt(at + 1) === 'u' ? 6 : 2
  }
  return Math.min(at, raw.length)
}
