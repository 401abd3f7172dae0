import { relocate, spanOf, type Diagnostic, type SourceFile, type SourceFacts } from '@vodflow/core'
import { lookUpDiagnostics } from '../diagnostics.ts'
import type { CompileOptions, Project } from '../project.ts'

const callLimit = 10_000

/** A `.call` file: one call on each line; blank lines and what follows a `#` outside of a text are skipped. */
export async function checkCallLines(project: Project, file: SourceFile, facts: SourceFacts | 'unknown', options: CompileOptions): Promise<readonly Diagnostic[]> {
  const { callLines } = await import('@vodflow/frontend-call')
  const diagnostics: Diagnostic[] = []
  let calls = 0
  for (const { text, offset, isCall, comment } of callLines(file.text)) {
    if (!isCall) continue
    calls += 1
    if (calls > callLimit) {
      diagnostics.push(lookUpDiagnostics.create('too-many-calls', spanOf(file, offset, offset + text.length), { limit: callLimit }))
      break
    }
    // A long file keeps nobody waiting: an editor asks for other things meanwhile.
    if (calls % 100 === 0) await new Promise(setImmediate)
    const line: SourceFile = { path: file.path, text }
    // What strictness refuses may be silenced here, and must not hide the rest then.
    const lenient = options.strict === true && comment !== '' ? (await project.draft(line, facts, { ...options, strict: false })).diagnostics : []
    const { diagnostics: found } = await project.draft(line, facts, options)
    const all = [...found, ...lenient.filter((one) => !found.some((other) => isSame(one, other)))]
    diagnostics.push(...all.map((diagnostic) => relocate(diagnostic, line, file, offset)))
  }
  return diagnostics
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && one.span?.start === other.span?.start && one.span?.end === other.span?.end
}
