import type { TemplateKind } from '@vodflow/core'
import { allowedText, type Field, type Fields } from '../../src/templates/fields.ts'
import { fieldsOfKind } from '../../src/templates/fields-of-kind.ts'

const ignorable = { '^x-ignore$': { $ref: '#/$defs/ignore' } }
const ignoreSchema: Schema = {
  description: "Silences a warning in this object and everything within it: 'CODE: reason', or a list of them.",
  type: ['string', 'array'], maxItems: 100, items: { type: 'string' },
}

type Schema = { readonly [keyword: string]: unknown }

const summaries: { readonly [K in TemplateKind]: string } = {
  transcode: 'Parameters of a transcode, to video or to audio alone.',
  animatedGraphics: 'Parameters of a moving picture made from a part of the film.',
  snapshot: 'Parameters of pictures at given times, and of covers.',
  sampleSnapshot: 'Parameters of pictures at regular distances.',
  imageSprite: 'Parameters of sheets of small pictures, for previews in a player.',
  watermark: 'A picture drawn on the video, and where.',
  drm: 'How HLS outputs are encrypted.',
  review: 'From which confidence on a review asks for a person, or blocks.',
}

/** grammars/template.schema.json: shape and words. Ranges are in the descriptions alone, since the compiler checks them after `extends`. */
export function templateSchema(): Schema {
  const kinds = Object.keys(fieldsOfKind).filter((kind): kind is TemplateKind => kind in summaries)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'vodflow template',
    description: "One template of a project: the parameters of one operation under a number. One file each, in the project's templates folders.",
    type: 'object',
    required: ['kind', 'definition'],
    properties: { kind: kindField(kinds), definition: commonFields.definition },
    allOf: kinds.map((kind) => ({
      if: { type: 'object', properties: { kind: { const: kind } }, required: ['kind'] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema; nothing awaits this
      then: { $ref: `#/$defs/${kind}` },
    })),
    $defs: { ...Object.fromEntries(kinds.map((kind) => [kind, kindSchema(kind)])), ignore: ignoreSchema },
  }
}

function kindField(kinds: readonly TemplateKind[]): Schema {
  return { type: 'string', enum: kinds, description: 'The operation that the template is for.' }
}

const number = { type: 'integer', minimum: 1, maximum: 2_147_483_647 }
const commonFields = {
  definition: { ...number, description: 'The number it is known by, unique within its kind. 1 is reserved for transcode and watermark.' },
  extends: { ...number, description: 'A template of the same kind, built in or of this project, whose parameters are taken where this file gives none.' },
  replaces: { type: 'boolean', description: 'With true, this file stands in place of the built-in template of the same kind and definition.' },
  name: { type: 'string', maxLength: 64, description: 'A name for people.' },
  comment: { type: 'string', maxLength: 1024, description: 'A remark for people.' },
  $schema: { type: 'string', description: 'Where this schema is, for editors.' },
} as const

function kindSchema(kind: TemplateKind): Schema {
  const own = kind === 'watermark' ? { ...fieldsOfKind.watermark, url: urlField } : fieldsOfKind[kind]
  return {
    description: summaries[kind],
    type: 'object',
    properties: { kind: { const: kind, description: 'The operation that the template is for.' }, ...commonFields, ...properties(own) },
    additionalProperties: false,
    patternProperties: ignorable,
  }
}

const urlField: Field = { type: 'image', description: 'The same as image, under the name that the service uses; a path relative to this file all the same.' }

function properties(fields: Fields): Schema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]))
}

function fieldSchema(field: Field): Schema {
  const description = describe(field)
  switch (field.type) {
    case 'choice':
      return { enum: field.values, description }
    case 'number':
      return { type: field.integer ? 'integer' : 'number', description }
    case 'text':
      return { type: 'string', maxLength: field.maxLength, pattern: field.pattern.source, 'x-expected': field.shape, description }
    case 'flag':
      return { type: 'boolean', description }
    case 'image':
      return { type: 'string', minLength: 1, maxLength: 1024, description }
    case 'group':
      return { type: 'object', properties: properties(field.members), additionalProperties: false, patternProperties: ignorable, description }
  }
}

function describe(field: Field): string {
  const range = field.type === 'number' ? ` ${capital(allowedText(field))}.` : ''
  const fallback = field.fallback === undefined ? '' : ` Default: ${String(field.fallback)}.`
  return `${field.description}${range}${fallback}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
