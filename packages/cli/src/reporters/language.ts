import type { Diagnostic } from '@vodflow/core'

/** Of what is said; codes, names and formats for programs stay as they are. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** The words around a diagnostic. */
export interface Words extends Readonly<Record<Diagnostic['severity'], string>> {
  readonly note: string
  readonly fix: string
  /** What `validate` found in all. */
  readonly sum: (counts: { readonly errors: number; readonly warnings: number; readonly files: number }) => { readonly parts: SumParts; readonly tail: string }
}

/** Absent where there are none. */
export interface SumParts {
  readonly errors?: string
  readonly warnings?: string
  readonly and: string
  readonly nothing: string
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

export const wordsOf: Readonly<Record<Language, Words>> = {
  en: {
    error: 'error', warning: 'warning', info: 'info', note: 'note', fix: 'fix',
    sum: ({ errors, warnings, files }) => ({
      parts: {
        ...(errors > 0 && { errors: counted(errors, 'error') }),
        ...(warnings > 0 && { warnings: counted(warnings, 'warning') }),
        and: ' and ',
        nothing: 'nothing wrong',
      },
      tail: ` in ${counted(files, 'file')}`,
    }),
  },
  zh: {
    error: '错误', warning: '警告', info: '提示', note: '说明', fix: '修正',
    sum: ({ errors, warnings, files }) => ({
      parts: {
        ...(errors > 0 && { errors: `${errors} 个错误` }),
        ...(warnings > 0 && { warnings: `${warnings} 个警告` }),
        and: '和 ',
        nothing: '没有问题',
      },
      tail: `（${files} 个文件）`,
    }),
  },
}

/** The diagnostics as they are to be said; the tables of another language are loaded only where it is spoken. */
export async function inLanguage(language: Language, diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
  if (language === 'en' || diagnostics.length === 0) return diagnostics
  const { inChinese } = await import('@vodflow/locale')
  return diagnostics.map(inChinese)
}
