import type { Diagnostic } from '@vodflow/core'
import { said } from './zh/said.ts'
import { tables } from './zh/index.ts'

/** The same diagnostic with its sentence, its notes and its fixes in Chinese; code, severity and places stay as they are. */
export function inChinese(diagnostic: Diagnostic): Diagnostic {
  const { related, fixes } = diagnostic
  return {
    ...diagnostic,
    message: sentenceOf(diagnostic) ?? diagnostic.message,
    ...(related && { related: related.map((note) => ({ ...note, message: said(note.message) })) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ ...fix, title: said(fix.title) })) }),
  }
}

/** Nothing for a code that no table has. */
function sentenceOf({ code, params = {} }: Diagnostic): string | undefined {
  const slash = code.indexOf('/')
  const [prefix, name] = [code.slice(0, slash), code.slice(slash + 1)]
  const table = tables.find((one) => one.prefix === prefix && Object.hasOwn(one.sentences, name) && one.fits(params))
  // The code names the sentence that was written for these parameters.
  return table?.sentences[name]?.(params as never)
}
