import { diagnosticJson } from '../diagnostic-json.ts'
import { countsOf, type Format } from './report.ts'

/** One JSON document. */
export const json: Format = ({ files, diagnostics }) => {
  const document = { format: 'vodflow/diagnostics@1', ...countsOf(diagnostics), files, diagnostics: diagnostics.map(diagnosticJson) }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
