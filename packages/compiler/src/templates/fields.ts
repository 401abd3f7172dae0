/** What a member of a template's file may hold: the one list behind the check, the JSON Schema and the documentation. */
export type Field = ChoiceField | NumberField | TextField | FlagField | GroupField | ImageField

interface FieldBase {
  readonly description: string
  readonly required?: true
  /** Taken where the file and what it extends say nothing. */
  readonly fallback?: string | number | boolean
}
export interface ChoiceField extends FieldBase {
  readonly type: 'choice'
  readonly values: readonly (string | number)[]
}
export interface NumberField extends FieldBase {
  readonly type: 'number'
  readonly min: number
  readonly max: number
  readonly integer?: true
  /** 0 stands for "as the source". */
  readonly zero?: true
  /** Below zero the same range holds for the size of the number: "never above the source" (templates.md §10). */
  readonly negative?: true
  /** Only these, in place of the range. */
  readonly only?: readonly number[]
}
export interface TextField extends FieldBase {
  readonly type: 'text'
  readonly pattern: RegExp
  /** What the pattern means, in words. */
  readonly shape: string
  readonly maxLength: number
}
export interface FlagField extends FieldBase {
  readonly type: 'flag'
}
export interface GroupField extends FieldBase {
  readonly type: 'group'
  readonly members: Fields
}
/** A path in a file, an `ImageAsset` once the file has been read. */
export interface ImageField extends FieldBase {
  readonly type: 'image'
}

export type Fields = { readonly [member: string]: Field }

/** The allowed values in words, for messages and descriptions. */
export function allowedText(field: Field): string {
  switch (field.type) {
    case 'choice':
      return orList(field.values.map((value) => JSON.stringify(value)))
    case 'number':
      return numberText(field)
    case 'text':
      return field.shape
    case 'flag':
      return 'true or false'
    case 'group':
      return 'an object'
    case 'image':
      return 'a path relative to the file'
  }
}

function numberText(field: NumberField): string {
  const range = field.only === undefined ? `${field.min} to ${field.max}` : orList(field.only.map(String))
  const whole = field.integer && field.only === undefined ? 'a whole number from ' : field.only === undefined ? 'a number from ' : ''
  const zero = field.zero ? ', 0 for "as the source"' : ''
  const negative = field.negative ? ', or the same below zero for "never above the source"' : ''
  return `${whole}${range}${zero}${negative}`
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}
