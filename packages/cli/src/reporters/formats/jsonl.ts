import { diagnosticJson } from '../diagnostic-json.ts'
import { countsOf, type Format } from './report.ts'

/** A JSON line for each diagnostic, and one for the sum: its `type` is `summary`. */
export const jsonl: Format = ({ files, diagnostics }) => {
  const lines = [...diagnostics.map(diagnosticJson), { type: 'summary', ...countsOf(diagnostics), files: files.length }]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
