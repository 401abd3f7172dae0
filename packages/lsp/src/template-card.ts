import { templateWords, type Template, type TemplateKind } from '@vodflow/core'
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
  const origin = from === 'built-in' ? 'built in' : `of this project: \`${from.path.split(/[\\/]/u).at(-1) ?? ''}\``
  return [title, wordsOf(template), ...(comment === '' ? [] : [comment]), `\`\`\`yaml\n${lines.join('\n')}\n\`\`\``, `_${origin}_`].join('\n\n')
}

/** What is to be said of a number that has no template, too. */
export function definitionCard(kind: TemplateKind, definition: number, template: Template | undefined): string {
  if (template) return templateCard(template)
  const meaning = meaningOf(kind, definition)
  return meaning === undefined ? `there is no ${kindWords[kind]} template ${definition}` : `${definition} stands for ${meaning}`
}

function numbersOf(body: object, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? numbersOf(value, `${prefix}${key}.`) : [[`${prefix}${key}`, String(value)] as const],
  )
}
