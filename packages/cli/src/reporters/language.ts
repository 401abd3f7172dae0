import type { Diagnostic } from '@vodflow/core'
import { countText } from './units.ts'

/** Of what is said; codes, names and formats for programs stay as they are. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** The words around a diagnostic, and those of the sum of all. */
export interface Words extends Readonly<Record<Diagnostic['severity'], string>> {
  readonly note: string
  readonly fix: string
  readonly errors: (count: number) => string
  readonly warnings: (count: number) => string
  readonly and: string
  readonly nothing: string
  readonly inFiles: (count: number) => string
}

export const wordsOf: Readonly<Record<Language, Words>> = {
  en: {
    error: 'error', warning: 'warning', info: 'info', note: 'note', fix: 'fix',
    errors: (count) => countText(count, 'error'),
    warnings: (count) => countText(count, 'warning'),
    and: ' and ',
    nothing: 'nothing wrong',
    inFiles: (count) => ` in ${countText(count, 'file')}`,
  },
  zh: {
    error: '错误', warning: '警告', info: '提示', note: '说明', fix: '修正',
    errors: (count) => `${count} 个错误`,
    warnings: (count) => `${count} 个警告`,
    and: '和 ',
    nothing: '没有问题',
    inFiles: (count) => `（${count} 个文件）`,
  },
}

/** The diagnostics as they are to be said; the tables of another language are loaded only where it is spoken. */
export async function inLanguage(language: Language, diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  if (language === 'en' || diagnostics.length === 0) return diagnostics
  const { inChinese } = await import('@vodflow/locale')
  return diagnostics.map(inChinese)
}
