import { relocate, spanOf, type Diagnostic, type SourceFile, type SourceFacts } from '@vodflow/core'
import { lookUpDiagnostics } from '../diagnostics.ts'
import type { CompileOptions, Project } from '../project.ts'

const callLimit = 10_000

/** A `.call` file: one call on each line; blank lines and lines that begin with `#` are skipped. */
export async function checkCallLines(project: Project, file: SourceFile, facts: SourceFacts | 'unknown', options: CompileOptions): Promise<readonly Diagnostic[]> {
  const { callLines } = await import('@vodflow/frontend-call')
  const diagnostics: Diagnostic[] = []
  let calls = 0
  for (const { text, offset, isCall } of callLines(file.text)) {
    if (!isCall) continue
    calls += 1
    if (calls > callLimit) {
      diagnostics.push(lookUpDiagnostics.create('too-many-calls', spanOf(file, offset, offset + text.length), { limit: callLimit }))
      break
    }
    const line: SourceFile = { path: file.path, text }
    const draft = await project.draft(line, facts, options)
    diagnostics.push(...draft.diagnostics.map((diagnostic) => relocate(diagnostic, line, file, offset)))
  }
  return diagnostics
}
