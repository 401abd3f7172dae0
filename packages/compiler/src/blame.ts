import type { Call, DiagnosticExtras, SourceSpan, Value } from '@vodflow/core'

/** Where a diagnostic points, and what else it names. */
export interface Blame {
  readonly span: SourceSpan
  readonly extras?: DiagnosticExtras
}

/** What stands where in the arguments of the built-in procedures (presets.md §3); a hint, other arguments are searched too. */
export type Role = 'transcode' | 'watermark' | 'snapshot' | 'lastArgument'
const argumentOfRole: { readonly [R in Role]: number } = { transcode: 0, watermark: 1, snapshot: 2, lastArgument: 3 }

export type BlameFor = (written: SourceSpan, value?: number, role?: Role) => Blame

/**
 * `written` is the place in the procedure's file. A built-in procedure is ours, so there the fault is the call's: the argument
 * that is `value`, else the whole call. In any other file the argument is only named as related.
 */
export function blameFor({ call, builtIn }: { readonly call: Call; readonly builtIn: boolean }): BlameFor {
  return (written, value, role) => {
    const argument = value === undefined ? undefined : spanInCall(call, value, role)
    if (builtIn) return { span: argument ?? call.span }
    const isElsewhere = argument && !(argument.file === written.file && argument.start >= written.start && argument.end <= written.end)
    return isElsewhere ? { span: written, extras: { related: [{ message: 'the call has the same number here', span: argument }] } } : { span: written }
  }
}

function spanInCall(call: Call, value: number, role: Role | undefined): SourceSpan | undefined {
  const likely = role === undefined ? undefined : call.arguments[argumentOfRole[role]]
  const inOrder = likely ? [likely, ...call.arguments.filter((argument) => argument !== likely)] : call.arguments
  for (const argument of inOrder) {
    const span = spanOfNumber(argument, value)
    if (span) return span
  }
  return undefined
}

/** Call arguments nest no deeper than the call grammar lets them. */
function spanOfNumber(argument: Value, value: number): SourceSpan | undefined {
  if (argument.kind === 'number') return argument.value === value ? argument.span : undefined
  if (argument.kind !== 'table') return undefined
  for (const entry of argument.entries) {
    const span = spanOfNumber(entry.value, value)
    if (span) return span
  }
  return undefined
}
