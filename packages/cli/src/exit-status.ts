/** What the command's exit status says (design.md §8). */
export const exitStatus = {
  done: 0,
  /** `validate` found problems; or a task failed, or a source was unreadable or damaged: there is a result that says so. */
  failed: 1,
  /** Wrong use, or refused before any work. */
  refused: 2,
  /** The run waits for a person: 'vodflow review' goes on with it. */
  waiting: 3,
  /** Our bug. */
  bug: 70,
  interrupted: 130,
} as const

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]
