import { fitInto, textWidth } from '@vodflow/core'

/** Lines of at most `columns`, at most `most` of them, broken at spaces where that is possible; what is left out ends in `…`. */
export function wrap(text: string, columns: number, most: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((word) => pieces(word, columns))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer) <= columns) {
      line = longer
      continue
    }
    lines.push(line)
    line = word
    if (lines.length > most) break
  }
  lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), fitInto(`${lines[most - 1] ?? ''}…`, columns)]
}

/** A word that is longer than a line, in parts that are not. */
function pieces(word: string, columns: number): readonly string[] {
  if (textWidth(word) <= columns) return [word]
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (textWidth(part + character) > columns) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}
