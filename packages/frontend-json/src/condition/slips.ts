import type { SourceRange } from '@marcbachmann/cel-js'

/** An operator of another language, and CEL's own for it. */
export interface Slip {
  readonly found: string
  readonly wanted: string
  readonly start: number
  readonly end: number
}

const operators: readonly { readonly pattern: RegExp; readonly wanted: string }[] = [
  { pattern: /\band\b/giu, wanted: '&&' },
  { pattern: /\bor\b/giu, wanted: '||' },
  { pattern: /\bnot\b\s*/giu, wanted: '!' },
  { pattern: /!==/gu, wanted: '!=' },
  { pattern: /===/gu, wanted: '==' },
  { pattern: /<>/gu, wanted: '!=' },
  { pattern: /=>/gu, wanted: '>=' },
  { pattern: /=</gu, wanted: '<=' },
  { pattern: /(?<![=!<>])=(?![=<>])/gu, wanted: '==' },
]

/** The operator that touches the place where the parser gave up. */
export function slipAt(text: string, { start, end }: SourceRange): Slip | undefined {
  const touching = operators.flatMap(({ pattern, wanted }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ found: found.trimEnd(), wanted, start: index, end: index + found.length })),
  )
  return touching.find((slip) => slip.start <= end && slip.end >= start)
}
