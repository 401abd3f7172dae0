import type { TemplateKind } from '@vodflow/core'

/** Up to three definitions of this kind that `wanted` may have been meant for: a digit more, less or other, else the nearest number. */
export function nearDefinitions(kind: TemplateKind, wanted: number, templates: readonly { readonly kind: TemplateKind; readonly definition: number }[]): readonly string[] {
  const known = [...new Set(templates.filter((template) => template.kind === kind).map(({ definition }) => definition))]
  const distance = (definition: number) => Math.abs(definition - wanted)
  return known
    .filter((definition) => isOneDigitAway(String(definition), String(wanted)) || distance(definition) <= Math.max(5, wanted / 50))
    .toSorted((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, 3)
    .map(String)
}

function isOneDigitAway(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  while (at < shorter.length && shorter[at] === longer[at]) at += 1
  if (shorter.length === longer.length) return shorter.length > 1 && shorter.slice(at + 1) === longer.slice(at + 1)
  return longer.length - shorter.length === 1 && shorter.slice(at) === longer.slice(at + 1)
}
