import type { TemplateKind } from '@vodflow/core'

/**
 * Up to three definitions of this kind that `wanted` may have been meant for: a slip of the hand away, or a neighbouring number.
 * The nearest first; what is only somewhere near is not named, since a wrong guess costs more than none.
 */
export function nearDefinitions(kind: TemplateKind, wanted: number, templates: readonly { readonly kind: TemplateKind; readonly definition: number }[]): readonly string[] {
  const known = [...new Set(templates.filter((template) => template.kind === kind).map(({ definition }) => definition))]
  const distance = (definition: number) => Math.abs(definition - wanted)
  return known
    // One digit more is another number, not a slip: 9 is nothing like 99, nor 6 like 8.
    .filter((definition) => definition >= 10 && wanted >= 10 && (isSlip(String(definition), String(wanted)) || distance(definition) <= 5))
    .toSorted((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, 3)
    .map(String)
}

function isSlip(a: string, b: string): boolean {
  if (a.length === b.length) return isOtherDigit(a, b) || isSwapped(a, b)
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a]
  return longer.length - shorter.length === 1 && isExtraDigit(shorter, longer)
}

/** The last digit, or any one of three and more: in two digits, the other first one is another number. */
function isOtherDigit(a: string, b: string): boolean {
  const at = commonStart(a, b)
  return (at === a.length - 1 || a.length > 2) && a.slice(at + 1) === b.slice(at + 1)
}

/** Two neighbours the wrong way round: 203 for 230. */
function isSwapped(a: string, b: string): boolean {
  const at = commonStart(a, b)
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

/** Any digit too many or too few of a long number; in a short one a key that was hit twice, or a last 0: 2330 for 230, 15 for 150. */
function isExtraDigit(shorter: string, longer: string): boolean {
  const at = commonStart(shorter, longer)
  if (shorter.slice(at) !== longer.slice(at + 1)) return false
  return shorter.length > 3 || longer[at] === longer[at - 1] || (at === shorter.length && longer[at] === '0')
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return at
}
