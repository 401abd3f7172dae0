import type { Diagnostic, DiagnosticExtras, Located, TemplateCatalogue, TemplateKind } from '@vodflow/core'
import { templateDiagnostics } from '../diagnostics/template.ts'
import { replacement } from '../literal.ts'
import { nearDefinitions } from './near-definitions.ts'

/** A result's definition alone: no template has it (templates.md §1). */
const masterPlaylistDefinition = 10_000
/** So many templates of a kind are all named where one of them is meant. */
const shownLimit = 5

export interface UnknownOptions {
  /** The setting that names it, where that is not where it is blamed. */
  readonly defaultOf?: string
  readonly extras?: DiagnosticExtras
}

/** `template/unknown`, with the way out where one known number is a slip away. */
export function unknownTemplate(kind: TemplateKind, { value, span }: Located<number>, templates: TemplateCatalogue, { defaultOf, extras }: UnknownOptions = {}): Diagnostic {
  const all = templates.all()
  const elsewhere = all.filter(({ definition }) => definition === value).map((template) => template.kind)
  const isMaster = kind === 'transcode' && value === masterPlaylistDefinition
  const near = isMaster ? [] : nearDefinitions(kind, value, all)
  const ofKind = all.filter((template) => template.kind === kind).map(({ definition }) => definition)
  const known = ofKind.length <= shownLimit ? ofKind : []
  const [only, ...others] = near
  const fixes = only !== undefined && others.length === 0 && defaultOf === undefined ? replacement(span, value, Number(only)) : []
  const params = { kind, definition: value, near, elsewhere, known, isMaster, ...(defaultOf && { defaultOf }) }
  return templateDiagnostics.create('unknown', span, params, { ...extras, ...(fixes.length > 0 && { fixes }) })
}
