import { coloursFor } from '../colours.ts'
import { formatDiagnostic } from '../diagnostic-text.ts'
import { wordsOf } from '../language.ts'
import { countsOf, type Format } from './report.ts'

/** For people: each diagnostic with its source line and carets, and the sum. */
export const pretty: Format = ({ files, diagnostics }, { colours, language = 'en' }) => {
  const { bold, green, red, yellow } = coloursFor(colours)
  const { parts, tail } = wordsOf[language].sum({ ...countsOf(diagnostics), files: files.length })
  const found = [...(parts.errors ? [red(parts.errors)] : []), ...(parts.warnings ? [yellow(parts.warnings)] : [])]
  const sum = found.length > 0 ? found.join(parts.and) : green(parts.nothing)
  return `${diagnostics.map((one) => `${formatDiagnostic(one, { colours, language })}\n`).join('')}${bold(`${sum}${tail}`)}\n`
}
