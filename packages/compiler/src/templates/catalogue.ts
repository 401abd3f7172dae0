import { hasErrors, ok, type Diagnostic, type Result, type SourceSpan, type Template, type TemplateCatalogue, type TemplateKind } from '@vodflow/core'
import { templateDiagnostics } from '../diagnostics/template.ts'
import { builtInTemplates } from './built-in.ts'
import { keyAddress } from './key-address.ts'
import { mergeBodies } from './merge.ts'
import { replacement } from '../literal.ts'
import { nearDefinitions } from './near-definitions.ts'
import { longTexts, moreThanAccountHolds, oddSizes } from './own-limits.ts'
import type { ProjectTemplate, WireBody } from './project-template.ts'
import { problemsOfOwn, readBody, type BodyProblem } from './read-body.ts'
import { toWire } from './wire.ts'

/** How many templates may stand on one another. */
const depthLimit = 16

/** The built-in templates and a project's own, with every `extends` resolved. One bad file is reported and the rest still checked. */
export function createCatalogue(projectTemplates: readonly ProjectTemplate[]): Result<TemplateCatalogue> {
  const diagnostics: Diagnostic[] = []
  const own = new Map<string, ProjectTemplate>()
  for (const template of projectTemplates) {
    const problem = entryProblem(template, own)
    if (problem) diagnostics.push(problem)
    else own.set(keyOf(template.kind, template.definition), template)
  }
  const resolve = resolver(own, diagnostics)
  const resolved = [...own.values()].flatMap((template) => resolve(template) ?? [])
  diagnostics.push(...moreThanAccountHolds([...own.values()]))
  if (hasErrors(diagnostics)) return { ok: false, diagnostics }
  return ok(catalogueOf(resolved, imagesOf(projectTemplates)), diagnostics)
}

function keyOf(kind: TemplateKind, definition: number): string {
  return `${kind}/${definition}`
}

const builtInByKey = new Map(builtInTemplates.map((template) => [keyOf(template.kind, template.definition), template]))

function entryProblem(template: ProjectTemplate, own: ReadonlyMap<string, ProjectTemplate>): Diagnostic | undefined {
  const { kind, definition } = template
  const place = template.spanAt(['definition']) ?? template.span
  const meaning = reservedMeaning(kind, definition)
  if (meaning !== undefined) return templateDiagnostics.create('reserved', place, { kind, definition, meaning })
  const first = own.get(keyOf(kind, definition))
  if (first) {
    const related = [{ message: 'first defined here', span: first.spanAt(['definition']) ?? first.span }]
    return templateDiagnostics.create('duplicate', place, { kind, definition }, { related })
  }
  if (builtInByKey.has(keyOf(kind, definition)) && template.replaces !== true) {
    return templateDiagnostics.create('redefines-preset', place, { kind, definition })
  }
  return undefined
}

/** Numbers that mean something else wherever a definition may stand (presets.md §3.1, templates.md §1). */
function reservedMeaning(kind: TemplateKind, definition: number): string | undefined {
  if (definition === 0) return "means 'none'"
  if (definition === 1 && kind === 'transcode') return "stands for the project's defaults"
  if (definition === 1 && kind === 'watermark') return "stands for the project's default watermark"
  if (definition === 10_000 && kind === 'transcode') return 'is the HLS master playlist'
  return undefined
}

/** A template with those it stands on, itself first, and the preset at the end of the chain. */
interface Chain {
  readonly links: readonly [ProjectTemplate, ...ProjectTemplate[]]
  readonly preset?: Template
}

type Resolve = (template: ProjectTemplate) => Template | undefined

function resolver(own: ReadonlyMap<string, ProjectTemplate>, diagnostics: Diagnostic[]): Resolve {
  const inReportedCircle = new Set<ProjectTemplate>()
  const chainOf = (template: ProjectTemplate): Chain | undefined => {
    const { kind } = template
    const links: [ProjectTemplate, ...ProjectTemplate[]] = [template]
    for (let link = template; link.extends !== undefined; ) {
      const base = baseOf(link, own)
      if (base === undefined) return refuse(unknownBase(link, own), link === template)
      if ('from' in base) return { links, preset: base }
      if (links.includes(base)) {
        const circle = links.slice(links.indexOf(base))
        const isNew = circle.includes(template) && !inReportedCircle.has(template)
        for (const member of circle) inReportedCircle.add(member)
        const chain = [...circle, base].map(({ definition }) => definition)
        return refuse(templateDiagnostics.create('cycle', extendsSpan(template), { kind, chain }), isNew)
      }
      if (links.length > depthLimit) {
        const { definition } = template
        return refuse(templateDiagnostics.create('extends-too-deep', extendsSpan(template), { kind, definition, limit: depthLimit }), true)
      }
      links.push(base)
      link = base
    }
    return { links }
  }
  /** What is wrong further down is reported where that template is resolved itself. */
  const refuse = (problem: Diagnostic, here: boolean): undefined => {
    if (here) diagnostics.push(problem)
  }
  return (template) => {
    const chain = chainOf(template)
    return chain && finished(chain.links, mergedBody(chain), diagnostics)
  }
}

function baseOf(template: ProjectTemplate, own: ReadonlyMap<string, ProjectTemplate>): ProjectTemplate | Template | undefined {
  const { kind, definition, extends: base = 0 } = template
  const preset = builtInByKey.get(keyOf(kind, base))
  // A template that replaces a preset may stand on the preset it replaces.
  return base === definition && preset ? preset : (own.get(keyOf(kind, base)) ?? preset)
}

function unknownBase(template: ProjectTemplate, own: ReadonlyMap<string, ProjectTemplate>): Diagnostic {
  const { kind, definition, extends: base = 0 } = template
  const standing = [...own.values(), ...builtInTemplates].filter((one) => one.definition !== definition)
  const near = nearDefinitions(kind, base, standing)
  const [only, ...others] = near
  const fixes = only !== undefined && others.length === 0 ? replacement(extendsSpan(template), base, Number(only)) : []
  return templateDiagnostics.create('unknown-base', extendsSpan(template), { kind, definition, base, near }, fixes.length > 0 ? { fixes } : {})
}

function extendsSpan(template: ProjectTemplate): SourceSpan {
  return template.spanAt(['extends']) ?? template.span
}

function mergedBody({ links, preset }: Chain): WireBody {
  const bottom = preset ? toWire(preset.kind, preset.body) : {}
  return links.toReversed().reduce((below, link) => mergeBodies(below, link.body), bottom)
}

function finished([template, ...bases]: Chain['links'], merged: WireBody, diagnostics: Diagnostic[]): Template | undefined {
  const { kind, definition, name = '', comment = '', path } = template
  const { body, problems } = readBody(kind, merged)
  const own = problemsOfOwn(problems, (at) => template.spanAt(at) !== undefined)
  diagnostics.push(...own.map((problem) => bodyDiagnostic(template, bases, problem)), ...longTexts(template), ...keyAddress(template), ...oddSizes(template, merged))
  return own.length > 0 ? undefined : { kind, definition, name, comment, from: { path }, body }
}

function bodyDiagnostic(template: ProjectTemplate, bases: readonly ProjectTemplate[], { code, paths, text }: BodyProblem): Diagnostic {
  const { kind, definition } = template
  const related = paths.flatMap((path) => inherited(template, bases, path))
  return templateDiagnostics.create(code, spanOfProblem(template, paths), { kind, definition, text }, related.length > 0 ? { related } : {})
}

/** Where a value that clashes with the file's own comes from; a preset has no place. */
function inherited(template: ProjectTemplate, bases: readonly ProjectTemplate[], path: readonly string[]): readonly { readonly message: string; readonly span: SourceSpan }[] {
  if (template.spanAt(path)) return []
  const base = bases.find((one) => one.spanAt(path))
  const span = base?.spanAt(path)
  return base && span ? [{ message: `'${path.join('.')}' is inherited from ${base.kind} template ${base.definition}`, span }] : []
}

/** The first member that is written, else the nearest that holds it, else the file. */
function spanOfProblem(template: ProjectTemplate, paths: BodyProblem['paths']) {
  for (const path of paths) {
    const span = template.spanAt(path)
    if (span) return span
  }
  const holder = paths[0]?.slice(0, -1) ?? []
  return (holder.length > 0 ? template.spanAt(holder) : undefined) ?? template.span
}

function imagesOf(templates: readonly ProjectTemplate[]): ReadonlyMap<string, string> {
  return new Map(
    templates.flatMap(({ body, imagePath }) => {
      const image = body['image']
      if (imagePath === undefined || typeof image !== 'object' || image === null || !('sha256' in image)) return []
      return [[String(image.sha256), imagePath] as const]
    }),
  )
}

function catalogueOf(project: readonly Template[], images: ReadonlyMap<string, string>): TemplateCatalogue {
  const byKey = new Map<string, Template>(builtInByKey)
  for (const template of project) byKey.set(keyOf(template.kind, template.definition), template)
  const all = [...byKey.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.definition - b.definition))
  return {
    find<K extends TemplateKind>(kind: K, definition: number) {
      // The key holds the kind, so what is found under it is of that kind.
      return byKey.get(keyOf(kind, definition)) as Template<K> | undefined
    },
    all: () => all,
    images,
  }
}
