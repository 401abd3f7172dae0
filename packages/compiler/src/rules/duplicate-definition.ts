import { spanOf, textOf, type Diagnostic, type Fix, type Located, type SourceSpan, type Value } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import { spanOfLiteral } from '../literal.ts'
import type { Rule } from './rule.ts'

/** A list of templates makes one output each, so the second of two equal ones makes nothing. */
export const duplicateDefinition: Rule = ({ actions }, { call, builtIn, blame }) => {
  // Our own procedures drop the second before it gets here: there the list of the call is what was written.
  if (builtIn) return call.arguments.flatMap((argument) => doubled(numbersIn(argument)).map(({ first, second }) => report(first.value, second.span, first.span)))
  return actions.flatMap((resolved) => {
    if (resolved.kind !== 'transcode') return []
    return doubled(resolved.action.definitions).map(({ first, second, nth }) => {
      const at = blame(second.span, second.value, 'transcode', nth)
      return report(second.value, at.span, blame(first.span, first.value, 'transcode').span, at.extras?.related)
    })
  })
}

function report(definition: number, span: SourceSpan, first: SourceSpan, others: Diagnostic['related'] = []): Diagnostic {
  const isElsewhere = first.start !== span.start || first.file !== span.file
  const related = [...(isElsewhere ? [{ message: 'it stands here first', span: first }] : []), ...others]
  const fixes = removal(definition, span)
  return checkDiagnostics.create('duplicate-definition', span, { definition }, { ...(related.length > 0 && { related }), ...(fixes && { fixes }) })
}

/** With the comma before it. */
function removal(definition: number, span: SourceSpan): readonly Fix[] | undefined {
  const literal = spanOfLiteral(span, definition)
  const before = literal && /,\s*$/u.exec(span.file.text.slice(0, literal.start))
  if (!literal || !before || textOf(span) !== textOf(literal)) return undefined
  return [{ title: `remove the second ${definition}`, edits: [{ span: spanOf(span.file, before.index, literal.end), text: '' }] }]
}

interface Doubled {
  readonly first: Located<number>
  readonly second: Located<number>
  /** How many equal ones stand before it. */
  readonly nth: number
}

function doubled(values: readonly Located<number>[]): readonly Doubled[] {
  const seen = new Map<number, { readonly first: Located<number>; times: number }>()
  return values.flatMap((second) => {
    const earlier = seen.get(second.value)
    if (earlier === undefined) {
      seen.set(second.value, { first: second, times: 1 })
      return []
    }
    earlier.times += 1
    return [{ first: earlier.first, second, nth: earlier.times - 1 }]
  })
}

/** A list of nothing but 1 is read as 1, and has a warning of its own. */
function numbersIn(argument: Value): readonly Located<number>[] {
  if (argument.kind !== 'table') return []
  const numbers = argument.entries.flatMap(({ value }) => (value.kind === 'number' && value.span ? [{ value: value.value, span: value.span }] : []))
  return numbers.every(({ value }) => value === 1) ? [] : numbers
}
