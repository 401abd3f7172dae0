import type { Diagnostic, Edit } from './diagnostic.ts'

/** The text with the edits made; of two that overlap the one that begins first counts, and one that is asked for twice is made once. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let done = 0
  let made = ''
  for (const { span, text: better } of compatible(edits)) {
    made += text.slice(done, span.start) + better
    done = span.end
  }
  return made + text.slice(done)
}

export interface Mended {
  readonly text: string
  /** Those whose fix was made; the others overlap with them, and may be mended in another pass. */
  readonly mended: readonly Diagnostic[]
}

/**
 * A text with the certain fixes of what is wrong with it: of each diagnostic the first fix, whole or not at all. Only fixes that
 * stay in this very text count.
 */
export function applyFixes(path: string, text: string, diagnostics: readonly Diagnostic[]): Mended {
  const chosen: Edit[] = []
  const mended: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const edits = diagnostic.fixes?.[0]?.edits ?? []
    const isHere = edits.length > 0 && edits.every(({ span }) => span.file.path === path && span.file.text === text)
    if (!isHere || edits.some((edit) => chosen.some((other) => isInTheWay(edit, other)))) continue
    chosen.push(...edits.filter((edit) => !chosen.some((other) => isSame(edit, other))))
    mended.push(diagnostic)
  }
  return { text: applyEdits(text, chosen), mended }
}

function compatible(edits: readonly Edit[]): readonly Edit[] {
  const kept: Edit[] = []
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    const last = kept.at(-1)
    if (last === undefined || (last.span.end <= edit.span.start && !isInTheWay(edit, last))) kept.push(edit)
  }
  return kept
}

/** Two insertions at one place have no order of their own. */
function isInTheWay(one: Edit, other: Edit): boolean {
  if (isSame(one, other)) return false
  if (one.span.start === other.span.start) return true
  return one.span.start < other.span.end && other.span.start < one.span.end
}

function isSame(one: Edit, other: Edit): boolean {
  return one.span.start === other.span.start && one.span.end === other.span.end && one.text === other.text
}
