import { templateWords, type Template, type TemplateKind } from '@vodflow/core'
import type { Workbench } from '@vodflow/project'
import { meaningOf } from './template-use.ts'

const kindWords: { readonly [K in TemplateKind]: string } = {
  transcode: 'transcode', animatedGraphics: 'animated graphics', snapshot: 'snapshot', sampleSnapshot: 'sample snapshot',
  imageSprite: 'image sprite', watermark: 'watermark', drm: 'DRM', review: 'review',
}

export function wordsOf(template: Template): string {
  return templateWords(template.kind, template.body)
}

/** What a template is, as Markdown: its kind and number, its words, its numbers, and where it comes from. */
export function templateCard(template: Template): string {
  const { kind, definition, name, comment, from } = template
  const title = `**${kindWords[kind]} template ${definition}**${name === '' ? '' : ` · ${name}`}`
  const lines = numbersOf(template.body, '').map(([key, value]) => `${key}: ${value}`)
  const origin = from === 'built-in' ? 'built in' : `of this project: \`${basenameOf(from.path)}\``
  return [title, wordsOf(template), ...(comment === '' ? [] : [comment]), `\`\`\`yaml\n${lines.join('\n')}\n\`\`\``, `_${origin}_`].join('\n\n')
}

/** What is to be said of a number that has no template, too. */
export function definitionCard({ templates, ownTemplates }: Pick<Workbench, 'templates' | 'ownTemplates'>, kind: TemplateKind, definition: number): string {
  const template = templates.find(kind, definition)
  const own = ownTemplates.find((one) => one.kind === kind && one.definition === definition)
  // Something built in stands in for a template of the project that cannot be used.
  if (own && template?.from === 'built-in') return `**${kindWords[kind]} template ${definition}** of this project: there is something wrong with it in \`${basenameOf(own.path)}\``
  if (template) return templateCard(template)
  const meaning = meaningOf(kind, definition)
  return meaning === undefined ? `there is no ${kindWords[kind]} template ${definition}` : `${definition} stands for ${meaning}`
}

function basenameOf(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? ''
}

function numbersOf(body: object, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? numbersOf(value, `${prefix}${key}.`) : [[`${prefix}${key}`, String(value)] as const],
  )
}
