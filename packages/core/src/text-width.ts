/** Columns that a text takes on a terminal: wide East Asian characters and emoji take two, marks that join none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** At most `columns` wide, cut with `…`. */
export function fitInto(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += characterWidth(character)
    if (width > columns - 1) break
    kept += character
  }
  return columns > 0 ? `${kept}…` : ''
}

const wide = /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u
const joining = /^[\p{Mn}\p{Me}\u200b-\u200f\ufeff]$/u

function characterWidth(character: string): number {
  if (character < '\u0300') return 1
  if (joining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** A text from outside, safe to print: no character of it can move the cursor or colour what follows. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}
