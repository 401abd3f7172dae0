/** Seconds that the source does not have, and of which a thousandth is inside it. */
export function isLikelyMilliseconds(seconds: number, durationSeconds: number): boolean {
  return seconds >= 1000 && seconds > durationSeconds && seconds / 1000 <= durationSeconds
}
