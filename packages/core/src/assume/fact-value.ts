import type { Rational } from '../facts.ts'

export type FactValue = string | number | boolean | Rational

/** How one fact is written and bounded. `read` gives undefined for what is not allowed. */
export interface FactType {
  readonly allowed: string
  read(text: string): FactValue | undefined
  print(value: FactValue): string
}

function plain(allowed: string, read: FactType['read']): FactType {
  return { allowed, read, print: String }
}

export function numberFact(min: number, max: number, unit = ''): FactType {
  return plain(`a number from ${min} to ${max}${unit && ` ${unit}`}`, (text) => {
    const value = /^-?\d{1,16}(?:\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max ? value : undefined
  })
}

export function integerFact(min: number, max: number, unit = ''): FactType {
  const number = numberFact(min, max, unit)
  return plain(`a whole ${number.allowed.slice(2)}`, (text) => {
    const value = number.read(text)
    return Number.isInteger(value) ? value : undefined
  })
}

/** One word, as ffmpeg spells codecs and containers. */
export const wordFact = plain('one word of at most 64 letters, digits and . _ -', (text) => (/^[\w.-]{1,64}$/.test(text) ? text : undefined))

/** Anything without a comma, such as `High 4:2:2`; may be empty. */
export const textFact = plain('text of at most 256 characters without commas', (text) => (text.length <= 256 ? text : undefined))

export const md5Fact = plain('32 lower-case hexadecimal digits', (text) => (/^[0-9a-f]{32}$/.test(text) ? text : undefined))

export const flagFact = plain('true or false', (text) => (text === 'true' ? true : text === 'false' ? false : undefined))

export const rotationFact = plain('0, 90, 180 or 270', (text) => (['0', '90', '180', '270'].includes(text) ? Number(text) : undefined))

/** `25`, `30000/1001` or `1:1`, or a decimal; the rates of NTSC are known by their usual short forms. */
export function rationalFact(max: number, example: string): FactType {
  return {
    allowed: `above 0 and at most ${max}, such as ${example}`,
    read(text) {
      const value = readRational(text)
      return value && value.num > 0 && value.den > 0 && value.num / value.den <= max ? value : undefined
    },
    print: (value) => (typeof value === 'object' ? printRational(value) : String(value)),
  }
}

const ntsc: { readonly [text: string]: Rational } = {
  '23.976': { num: 24_000, den: 1001 },
  '29.97': { num: 30_000, den: 1001 },
  '59.94': { num: 60_000, den: 1001 },
}

function readRational(text: string): Rational | undefined {
  const short = ntsc[text]
  if (short) return short
  const fraction = /^(\d{1,9})[/:](\d{1,9})$/.exec(text)
  if (fraction) return { num: Number(fraction[1]), den: Number(fraction[2]) }
  if (!/^\d{1,5}(?:\.\d{1,4})?$/.test(text)) return undefined
  return reduced(Math.round(Number(text) * 10_000), 10_000)
}

function reduced(num: number, den: number): Rational {
  const divisor = greatestDivisor(num, den)
  return { num: num / divisor, den: den / divisor }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

function printRational({ num, den }: Rational): string {
  return den === 1 ? String(num) : `${num}/${den}`
}
