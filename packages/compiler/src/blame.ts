import type { Call, DiagnosticExtras, SourceSpan, Value } from '@vodflow/core'

/** Where a diagnostic points, and what else it names. */
export interface Blame {
  readonly span: SourceSpan
  readonly extras?: DiagnosticExtras
}

/** What stands where in the arguments of the built-in procedures (presets.md §3); a hint, other arguments are searched too. */
export type Role = 'transcode' | 'watermark' | 'snapshot' | 'lastArgument'
const argumentOfRole: { readonly [R in Role]: number } = { transcode: 0, watermark: 1, snapshot: 2, lastArgument: 3 }

/** `nth`, from 0, is which of equal arguments is meant. */
export type BlameFor = (written: SourceSpan, value?: number, role?: Role, nth?: number) => Blame

/**
 * `written` is the place in the procedure's file. A built-in procedure is ours, so there the fault is the call's: the argument
 * that is `value`, else the whole call. In any other file the argument is only named as related.
 */
export function blameFor({ call, builtIn }: { readonly call: Call; readonly builtIn: boolean }): BlameFor {
  return (written, value, role, nth = 0) => {
    const argument = value === undefined ? undefined : spanInCall(call, value, role, nth)
    if (builtIn) return { span: argument ?? call.span }
    const isElsewhere = argument && !(argument.file === written.file && argument.start >= written.start && argument.end <= written.end)
    return isElsewhere ? { span: written, extras: { related: [{ message: 'the call has the same number here', span: argument }] } } : { span: written }
  }
}

function spanInCall(call: Call, value: number, role: Role | undefined, nth: number): SourceSpan | undefined {
  const likely = role === undefined ? undefined : call.arguments[argumentOfRole[role]]
  const inOrder = likely ? [likely, ...call.arguments.filter((argument) => argument !== likely)] : call.arguments
  const spans = inOrder.flatMap((argument) => spansOfNumber(argument, value))
  return spans[nth] ?? spans[0]
}

/** Call arguments nest no deeper than the call grammar lets them. */
function spansOfNumber(argument: Value, value: number): readonly SourceSpan[] {
  if (argument.kind === 'number') return argument.value === value && argument.span ? [argument.span] : []
  return argument.kind === 'table' ? argument.entries.flatMap((entry) => spansOfNumber(entry.value, value)) : []
}
