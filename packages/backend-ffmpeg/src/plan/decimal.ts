import type { Rational } from '@vodflow/core'

/** A number as ffmpeg reads it: at most six decimals, never an exponent, no trailing zeros. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(6)))
}

/** `24`, `30000/1001`. */
export function ratio(value: Rational): string {
  return value.den === 1 ? String(value.num) : `${value.num}/${value.den}`
}

/** For reasons: short, for a person. */
export function rounded(value: number, digits = 1): string {
  return String(Number(value.toFixed(digits)))
}
