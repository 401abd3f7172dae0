import { settle, withEarlier, type Diagnostic, type FrontEnd, type ProcedureSource, type Result, type SourceFile, type SourceSpan } from '@vodflow/core'
import { jsonDiagnostics } from './diagnostics.ts'
import { asRecord, parseJsonDocument } from './document/index.ts'
import { readOwnForm } from './own-form/own-form.ts'
import { slipsIn } from './slips.ts'
import { readTemplateShape } from './template-shape/template-shape.ts'

/**
 * Reads procedures in JSON: vodflow's own form (design.md §4) and the later API's ProcedureTemplate (api-2018.md §1). Codes:
 * json, json-ref, call.
 */
export function createJsonFrontEnd(): FrontEnd {
  return { extension: '.json', load, close: () => Promise.resolve() }
}

async function load(file: SourceFile): Promise<Result<ProcedureSource>> {
  // Loaded with the first file, since the checks are most of this package's size.
  const { procedureSchema } = await import('./generated/procedure-schema.ts')
  const parsed = parseJsonDocument(file, { validate: procedureSchema, prefix: 'json', reportComma })
  if (!parsed.ok) return parsed
  const document = parsed.value
  const { name, Name } = asRecord(document.value)
  const title = typeof name === 'string' ? name : typeof Name === 'string' ? Name : fileStem(file.path)
  const isTemplate = isTemplateShape(document.value)
  const slips = slipsIn(document, isTemplate)
  const earlier = [...parsed.diagnostics, ...slips]
  const read = isTemplate ? readTemplateShape(document, title) : await readOwnForm(document, title)
  if (!read.ok) return withEarlier(earlier, read)
  const instantiate = read.value
  return settle({ file, instantiate: (request) => Promise.resolve(instantiate(request)) }, [...earlier, ...read.diagnostics])
}

function reportComma(span: SourceSpan, before: string): Diagnostic {
  return jsonDiagnostics.create('slip-comma', span, { before }, { fixes: [{ title: 'remove the comma', edits: [{ span, text: '' }] }] })
}

/** The schema lets no name of one shape into the other, so that one PascalCase name decides. */
function isTemplateShape(value: unknown): boolean {
  return Object.keys(asRecord(value)).some((key) => /^[A-Z]/.test(key))
}

function fileStem(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.json$/, '')
}
