import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { expectGolden } from '../support/golden.ts'
import { templateSchema } from '../support/template-schema.ts'

test('the schema of template files says what the compiler checks', () => {
  expectGolden('grammars/template.schema.json', `${JSON.stringify(templateSchema(), undefined, 2)}\n`)
})

test('every property of the schema is described', () => {
  const undescribed: string[] = []
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [name, member] of Object.entries(schema)) {
      if (name === 'properties' && !path.endsWith('/if')) {
        for (const [property, described] of Object.entries(member)) {
          const { description } = described as { description?: unknown }
          if (typeof description !== 'string' || !/^[A-Z0-9`].{8,}\.$/s.test(description)) undescribed.push(`${path}/${property}`)
        }
      }
      visit(member, `${path}/${name}`)
    }
  }
  visit(templateSchema(), '')
  expect(undescribed).toEqual([])
})

test('the schema takes a template of each shape and refuses what has no meaning', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false, keywords: ['x-expected'] })
  const validate = ajv.compile(templateSchema())
  expect(validate({ kind: 'transcode', definition: 900, extends: 30, video: { bitrate: 800 } })).toBe(true)
  expect(validate({ kind: 'watermark', definition: 150, image: 'logo.png', left: '10%', width: '5.5%' })).toBe(true)
  expect(validate({ kind: 'transcode', definition: 900, extends: 30, video: { 'x-ignore': 'check/upscaling: wanted' }, 'x-ignore': ['a/b: c'] })).toBe(true)
  expect(validate({ kind: 'transcode', definition: 900, video: { bitrat: 800 } })).toBe(false)
  expect(validate({ kind: 'snapshot', definition: 900, rows: 3 })).toBe(false)
  expect(validate({ kind: 'watermark', definition: 150, image: 'logo.png', left: 'ten' })).toBe(false)
  expect(validate({ kind: 'video', definition: 150 })).toBe(false)
  expect(validate({ kind: 'snapshot', definition: 0 })).toBe(false)
})
