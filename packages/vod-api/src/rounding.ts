/** Whole numbers as the wire has them, halves upwards; what is unknown or unmeasurable is 0. */
export function wholeNumber(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.floor(value + 0.5) : 0
}
