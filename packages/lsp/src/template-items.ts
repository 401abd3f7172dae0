import type { TemplateCatalogue, TemplateKind } from '@vodflow/core'
import type { Item } from './item.ts'
import { templateCard, wordsOf } from './template-card.ts'

/** Every template of a kind, with its words. */
export function templateItems(templates: TemplateCatalogue, kind: TemplateKind, start: number, end: number): readonly Item[] {
  return templates.all().filter((template) => template.kind === kind).map((template) => ({
    label: String(template.definition),
    kind: 'template',
    insert: String(template.definition),
    start, end,
    detail: template.name === '' ? wordsOf(template) : `${template.name}: ${wordsOf(template)}`,
    documentation: templateCard(template),
  }))
}
