import { coloursFor } from '../colours.ts'
import { formatDiagnostic } from '../diagnostic-text.ts'
import { wordsOf } from '../language.ts'
import { countsOf, type Format } from './report.ts'

/** For people: each diagnostic with its source line and carets, and the sum. */
export const pretty: Format = ({ files, diagnostics }, { colours, language = 'en' }) => {
  const { bold, green, red, yellow } = coloursFor(colours)
  const words = wordsOf[language]
  const { errors, warnings } = countsOf(diagnostics)
  const found = [...(errors > 0 ? [red(words.errors(errors))] : []), ...(warnings > 0 ? [yellow(words.warnings(warnings))] : [])]
  const sum = found.length > 0 ? found.join(words.and) : green(words.nothing)
  return `${diagnostics.map((one) => `${formatDiagnostic(one, { colours, language })}\n`).join('')}${bold(`${sum}${words.inFiles(files.length)}`)}\n`
}
