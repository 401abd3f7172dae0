/** The number that a well-formed literal stands for; undefined when no double holds it exactly, or at all. */
export function readNumber(image: string): number | undefined {
  const number = Number(image)
  const isWhole = /^(?:0[xX][0-9a-fA-F]+|\d+)$/u.test(image)
  if (!Number.isFinite(number) || (isWhole && !Number.isSafeInteger(number))) return undefined
  return number
}

/** Minus zero is zero: the two would print alike and compare unlike. */
export function negated(number: number): number {
  return number === 0 ? 0 : -number
}

/** The number in a text such as JSON clients send, `"1"`; undefined where reading it as a number would lose anything. */
export function numberInText(text: string): number | undefined {
  if (!/^-?\d/u.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? number : undefined
}
