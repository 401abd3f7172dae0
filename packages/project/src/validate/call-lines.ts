import { spanOf, type Diagnostic, type SourceFile, type SourceFacts } from '@vodflow/core'
import { lookUpDiagnostics } from '../diagnostics.ts'
import type { CompileOptions, Project } from '../project.ts'
import { relocate } from './relocate.ts'

const callLimit = 10_000

/** A `.call` file: one call on each line; blank lines and lines that begin with `#` are skipped. */
export async function checkCallLines(project: Project, file: SourceFile, facts: SourceFacts | 'unknown', options: CompileOptions): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = []
  let calls = 0
  for (const { text, offset } of linesOf(file.text)) {
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue
    calls += 1
    if (calls > callLimit) {
      diagnostics.push(lookUpDiagnostics.create('too-many-calls', spanOf(file, offset, offset + text.length), { limit: callLimit }))
      break
    }
    const line: SourceFile = { path: file.path, text }
    const result = await project.compile(line, facts, options)
    diagnostics.push(...result.diagnostics.map((diagnostic) => relocate(diagnostic, line, file, offset)))
  }
  return diagnostics
}

function* linesOf(text: string): Generator<{ readonly text: string; readonly offset: number }> {
  let offset = 0
  for (const line of text.split('\n')) {
    yield { text: line.endsWith('\r') ? line.slice(0, -1) : line, offset }
    offset += line.length + 1
  }
}
