import { fail, settle, spanOf, type Diagnostic, type Result, type SourceFile, type SourceSpan } from '@vodflow/core'
import { excessIn } from './bounds.ts'
import { documentDiagnostics, type DocumentDiagnostics } from './diagnostics.ts'
import { duplicateFix, syntaxFix } from './fixes.ts'
import { duplicateKeys, jsonDocument, type JsonDocument } from './json-document.ts'
import { mendSyntax } from './mend-syntax.ts'
import type { SchemaValidator } from './schema-error.ts'
import { schemaDiagnostics } from './schema-span.ts'
import type { SyntaxProblem } from './syntax.ts'

export interface ParseJsonOptions {
  readonly validate: SchemaValidator
  /** The first half of every code: `json`, `config`, `template`. */
  readonly prefix: string
  readonly allowComments?: boolean
  readonly allowTrailingCommas?: boolean
  /** What is said of a comma before a closing bracket in place of `syntax`. */
  readonly reportComma?: (span: SourceSpan, before: string) => Diagnostic
}

/** UTF-16 units of a file; levels of nesting, and names, values and marks together; how many problems of one kind a file is told. */
const maxCharacters = 1024 * 1024
const bounds = { depth: 100, tokens: 50_000 }
const maxReported = 50

/**
 * From text to JSON that fits its schema. Every syntax error, duplicate key and misfit is reported at its place; a syntax
 * error does not hide what is wrong in the rest of the file. A byte order mark is ignored.
 */
export function parseJsonDocument(file: SourceFile, options: ParseJsonOptions): Result<JsonDocument> {
  const report = documentDiagnostics(options.prefix)
  // A space in place of the byte order mark keeps every offset.
  const text = file.text.replace(/^\uFEFF/, ' ')
  const refusal = refuse(file, text, report)
  if (refusal) return fail(refusal)

  const { root, problems: all } = mendSyntax(text, {
    disallowComments: options.allowComments !== true,
    allowTrailingComma: options.allowTrailingCommas === true,
  })
  const problems = all.slice(0, maxReported)
  const isComma = ({ commaBefore }: SyntaxProblem) => commaBefore !== undefined && options.reportComma !== undefined
  const diagnostics = problems.map((problem) => {
    const place = spanOf(file, problem.start, problem.end)
    const comma = problem.commaBefore === undefined ? undefined : options.reportComma?.(place, problem.commaBefore)
    return comma ?? report.create('syntax', place, { problem: problem.problem }, syntaxFix(file, problem))
  })
  if (root === undefined) {
    const empty = () => report.create('syntax', spanOf(file, 0, 0), { problem: 'the file is empty; a JSON object is expected' })
    return fail(...(diagnostics.length > 0 ? diagnostics : [empty()]))
  }

  const document = jsonDocument(file, root)
  for (const duplicate of duplicateKeys(root).slice(0, maxReported)) {
    const { key, first, second } = duplicate
    const related = [{ message: 'first given here', span: spanOf(file, first.offset, first.offset + first.length) }]
    diagnostics.push(report.create('duplicate-key', spanOf(file, second.offset, second.offset + second.length), { key }, { related, ...duplicateFix(file, duplicate) }))
  }
  const misfits = schemaDiagnostics(document, options.validate, report)
  diagnostics.push(...misfits.filter((misfit) => !blamedOnSyntax(misfit, problems.filter((problem) => !isComma(problem)))).slice(0, maxReported))
  return settle(document, diagnostics)
}

function refuse(file: SourceFile, text: string, report: DocumentDiagnostics): Diagnostic | undefined {
  const tooLarge = (at: number, found: string, limit: number) => report.create('too-large', spanOf(file, at, at), { found, limit })
  if (text.length > maxCharacters) return tooLarge(0, `${text.length} characters`, maxCharacters)
  const excess = excessIn(text, bounds)
  if (excess === undefined) return undefined
  if (excess.bound === 'tokens') return tooLarge(excess.at, 'too many names, values and marks', bounds.tokens)
  return report.create('too-deep', spanOf(file, excess.at, excess.at + 1), { limit: bounds.depth })
}

/** Whether a misfit may only be there because the text around it could not be read. */
function blamedOnSyntax(misfit: Diagnostic, problems: readonly SyntaxProblem[]): boolean {
  const span = misfit.span
  if (problems.length === 0 || span === undefined) return false
  if (misfit.code.endsWith('/missing-property')) return true
  if (misfit.code.endsWith('/unknown-property')) return problems.some((problem) => problem.unclosed)
  return problems.some((problem) => problem.start <= span.end && span.start <= problem.end)
}
