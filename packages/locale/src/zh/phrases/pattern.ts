/** An English phrase with gaps, and the Chinese of it; what stands in the gaps is said in Chinese first. */
export type Pattern = readonly [RegExp, (...parts: readonly string[]) => string]
