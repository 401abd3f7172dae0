import { fail, ok, settle, withEarlier, wholeFile, type Diagnostic, type Result, type SourceFile, type TemplateKind } from '@vodflow/core'
import type { ProjectTemplate } from '@vodflow/compiler'
import { parseJsonDocument, type JsonDocument } from '@vodflow/frontend-json'
import { templateSchema } from '../generated/template-schema.ts'
import { ioProblem, readBounded, realPathInside } from './bounded-read.ts'
import { templateFileDiagnostics as diagnostics } from './diagnostics.ts'
import { restOfTemplate, type RestOfTemplate } from './rest-of-template.ts'
import { shownPath, startOf } from '../text-file.ts'
import { readWatermarkImage, type WatermarkImage } from './watermark-image.ts'

const byteLimit = 1024 * 1024

/** What a template's file holds once it fits the schema, which is where these types come from. */
interface TemplateFile {
  readonly kind: TemplateKind
  readonly definition: number
  readonly extends?: number
  readonly replaces?: boolean
  readonly name?: string
  readonly comment?: string
  readonly $schema?: string
  readonly [member: string]: unknown
}

/** With errors, `rest` may hold what is left of the file without them. */
export type TemplateRead = Result<ProjectTemplate> & { readonly rest?: RestOfTemplate }

/** One file; `realRoot` is the project's folder, links followed: nothing outside it is read. `from` is where the user is. */
export async function readTemplate(path: string, realRoot: string, from: string): Promise<TemplateRead> {
  const shown = shownPath(from, path)
  const text = await readText(path, realRoot, shown)
  return text.ok ? readTemplateText({ path: shown, text: text.value }, path, realRoot) : text
}

/** Likewise, of a text that stands in place of the file at `path`. */
export async function readTemplateText(file: SourceFile, path: string, realRoot: string): Promise<TemplateRead> {
  const whole = await readWhole(file, path, realRoot)
  if (whole.ok) return whole
  return { ...whole, rest: await restOfTemplate(file, whole.diagnostics, (of) => readWhole(of, path, realRoot)) }
}

async function readWhole(file: SourceFile, path: string, realRoot: string): Promise<Result<ProjectTemplate>> {
  const parsed = parseJsonDocument(file, { validate: templateSchema, prefix: 'template' })
  return parsed.ok ? withEarlier(parsed.diagnostics, await templateOf(parsed.value, path, realRoot)) : parsed
}

async function readText(path: string, realRoot: string, shown: string): Promise<Result<string>> {
  const refuse = (problem: string) => fail(diagnostics.create('unreadable-file', startOf(shown), { path: shown, problem }))
  try {
    const real = await realPathInside(realRoot, path)
    if (real === undefined) return refuse("it leads outside the project's folder")
    const read = await readBounded(real, byteLimit)
    if (!read.ok) return refuse(read.problem)
    const text = utf8Of(read.bytes)
    return text === undefined ? refuse('it is not UTF-8 text') : ok(text)
  } catch (error) {
    return refuse(ioProblem(error))
  }
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

async function templateOf(document: JsonDocument, path: string, realRoot: string): Promise<Result<ProjectTemplate>> {
  // The schema has held the value against exactly this shape.
  const { kind, definition, extends: base, replaces, name, comment, $schema: _, ...members } = document.value as TemplateFile
  const { image, url, ...others } = members
  const problems: Diagnostic[] = []
  const mark = kind === 'watermark' ? await markOf(document, image, url, path, realRoot, problems) : undefined
  const template: ProjectTemplate = {
    kind,
    definition,
    ...(base !== undefined && { extends: base }),
    ...(replaces !== undefined && { replaces }),
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    body: mark ? { ...others, image: mark.asset } : others,
    ...(mark && { imagePath: mark.path }),
    path: document.file.path,
    span: wholeFile(document.file),
    spanAt: (at) => (isWritten(document.value, at) ? document.spanAt(at) : undefined),
  }
  return settle(template, problems)
}

async function markOf(
  document: JsonDocument, image: unknown, url: unknown, path: string, realRoot: string, problems: Diagnostic[],
): Promise<WatermarkImage | undefined> {
  if (image !== undefined && url !== undefined) problems.push(diagnostics.create('image-twice', document.spanAt(['url']), undefined))
  const written = image ?? url
  if (typeof written !== 'string') return undefined
  const read = await readWatermarkImage(written, path, realRoot, document.spanAt([image === undefined ? 'url' : 'image']))
  problems.push(...read.diagnostics)
  return read.ok ? read.value : undefined
}

function isWritten(value: unknown, path: readonly string[]): boolean {
  const [name, ...below] = path
  if (name === undefined) return true
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false
  return isWritten(Object.entries(value).find(([key]) => key === name)?.[1], below)
}
