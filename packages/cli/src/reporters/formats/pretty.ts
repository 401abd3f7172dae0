import { coloursFor } from '../colours.ts'
import { formatDiagnostic } from '../diagnostic-text.ts'
import { countText } from '../units.ts'
import { countsOf, type Format } from './report.ts'

/** For people: each diagnostic with its source line and carets, and the sum. */
export const pretty: Format = ({ files, diagnostics }, { colours }) => {
  const { bold, green, red, yellow } = coloursFor(colours)
  const { errors, warnings } = countsOf(diagnostics)
  const found = [...(errors > 0 ? [red(countText(errors, 'error'))] : []), ...(warnings > 0 ? [yellow(countText(warnings, 'warning'))] : [])]
  const sum = found.length > 0 ? found.join(' and ') : green('nothing wrong')
  return `${diagnostics.map((one) => `${formatDiagnostic(one, { colours })}\n`).join('')}${bold(`${sum} in ${countText(files.length, 'file')}`)}\n`
}
