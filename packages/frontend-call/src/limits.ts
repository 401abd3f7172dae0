/** What a call may be at most; each bound has a diagnostic of its own. */
export const callLimits = {
  /** UTF-16 units of the whole text. */
  textLength: 65_536,
  /** Characters of a name. */
  nameLength: 64,
  /** UTF-16 units of a path in place of a name. */
  pathLength: 1_024,
  /** Open `{` and `[` at any point. */
  depth: 64,
  /** Values in all arguments together, tables counted as one more than what is in them. */
  values: 1_000,
  /** Problems reported for one text; further ones add nothing. */
  problems: 20,
} as const
