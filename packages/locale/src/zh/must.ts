/** `须为整数`, `须大于 0`, and a space before what is not Chinese. */
export function must(expected: string): string {
  if (/^[大小不]/u.test(expected)) return `须${expected}`
  return `须为${/^[\x21-\x7e]/u.test(expected) ? ' ' : ''}${expected}`
}
