import { placeOf, type Diagnostic } from '@vodflow/core'
import type { Format } from './report.ts'

/** JUnit's XML: a test case for each file; errors make it fail, the rest is its output, as in the exit status. */
export const junit: Format = ({ files, diagnostics }, { tooManyWarnings }) => {
  const byFile = new Map(files.map((path): [string, Diagnostic[]] => [path, []]))
  for (const diagnostic of diagnostics) byFile.get(diagnostic.span?.file.path ?? '')?.push(diagnostic)
  const ofFiles = [...byFile].map(([path, own]) => testCase(path, own))
  const cases = tooManyWarnings === undefined ? ofFiles : [...ofFiles, warningsCase(tooManyWarnings)]
  const counts = `tests="${cases.length}" failures="${cases.filter(({ failed }) => failed).length}" errors="0"`
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vodflow" ${counts}>`,
    `  <testsuite name="vodflow validate" ${counts}>`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

/** Too many warnings are no fault of one file, and yet the run fails. */
function warningsCase(sentence: string): { readonly failed: boolean; readonly xml: string } {
  const lines = ['    <testcase classname="vodflow" name="--max-warnings">', `      <failure type="max-warnings" message="${escaped(sentence)}"/>`, '    </testcase>']
  return { failed: true, xml: lines.join('\n') }
}

function testCase(path: string, diagnostics: readonly Diagnostic[]): { readonly failed: boolean; readonly xml: string } {
  const open = `    <testcase classname="vodflow" name="${escaped(path)}"`
  const problems = diagnostics.filter(({ severity }) => severity === 'error')
  const notes = diagnostics.filter(({ severity }) => severity !== 'error')
  const inner = [
    // One for the file: what reads these counts cases, not failures.
    ...(problems.length > 0 ? [failure(problems)] : []),
    ...(notes.length > 0 ? [`      <system-out>${escaped(linesOf(notes))}</system-out>`] : []),
  ]
  return { failed: problems.length > 0, xml: inner.length === 0 ? `${open}/>` : [`${open}>`, ...inner, '    </testcase>'].join('\n') }
}

function failure(problems: readonly Diagnostic[]): string {
  const codes = [...new Set(problems.map(({ code }) => code))].join(' ')
  const message = problems.length === 1 ? (problems[0]?.message ?? '') : `${problems.length} problems`
  return `      <failure type="${escaped(codes)}" message="${escaped(message)}">${escaped(linesOf(problems))}</failure>`
}

function linesOf(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.flatMap(linesFor).join('\n')
}

function linesFor({ code, severity, message, span, related = [] }: Diagnostic): readonly string[] {
  return [`${placeOf(span) ?? ''}: ${severity}: ${message} [${code}]`, ...related.map((note) => `${placeOf(note.span) ?? ''}: note: ${note.message}`)]
}

const entities: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' }

/** XML 1.0 has no way to write most control characters, half surrogate pairs, U+FFFE and U+FFFF. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replaceAll(/[&<>"'\n\r\t]/gu, (character) => entities[character] ?? character)
}
