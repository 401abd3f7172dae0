/** Who is at fault when a task fails: the source, or the system that worked on it. */
export type Fault = 'source' | 'system'

/** `errCode` of a run and of each of its tasks (events.md §2.1.5). */
export const errorCodes = { success: 0, source: 30009, system: 30010 } as const
export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes]
