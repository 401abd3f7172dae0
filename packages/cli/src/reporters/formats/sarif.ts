import { summaryOf, type Diagnostic, type Explanation, type SourceSpan } from '@vodflow/core'
import { regionOf, uriOf, type Format } from './report.ts'

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Diagnostic['severity'], string>

/** SARIF 2.1.0, as code scanning reads it: the codes are the rules, and URIs are relative to where the program ran. */
export const sarif: Format = ({ files, diagnostics }, { version, explanations = [] }) => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted()
  const run = {
    tool: {
      driver: {
        name: 'vodflow',
        version,
        rules: codes.map((id) => ruleOf(id, explanations.find(({ code }) => code === id))),
      },
    },
    columnKind: 'utf16CodeUnits',
    artifacts: files.map((path) => ({ location: { uri: uriOf(path) } })),
    results: diagnostics.map((diagnostic) => resultOf(diagnostic, codes)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function resultOf({ code, severity, message, span, related = [] }: Diagnostic, codes: readonly string[]): object {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: span ? [locationOf(span)] : [],
    ...(related.length > 0 && { relatedLocations: related.map((note, id) => ({ id, ...locationOf(note.span), message: { text: note.message } })) }),
  }
}

function locationOf(span: SourceSpan): object {
  return { physicalLocation: { artifactLocation: { uri: uriOf(span.file.path) }, region: regionOf(span) } }
}

/** What viewers show beside a result: the page of the code. */
function ruleOf(id: string, explanation: Explanation | undefined): object {
  if (explanation === undefined) return { id, name: ruleName(id), shortDescription: { text: id } }
  const text = `${explanation.meaning}\n\n${explanation.mend}`
  return { id, name: ruleName(id), shortDescription: { text: summaryOf(explanation) }, help: { text, markdown: text } }
}

/** `call/unknown-procedure` → `CallUnknownProcedure`, which is how viewers show a rule. */
function ruleName(code: string): string {
  return code.split(/[/-]/u).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
