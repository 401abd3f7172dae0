import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectGolden } from '../support/golden.ts'
import { fieldTables, presetTables } from '../support/template-tables.ts'

const page = readFileSync(new URL('../../../../docs/templates.md', import.meta.url), 'utf8')

function withPart(text: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${name}: [^>]*-->\\n)[^]*?(<!-- /${name} -->)`)
  expect(text).toMatch(pattern)
  return text.replace(pattern, (_, open: string, close: string) => `${open}\n${content}\n\n${close}`)
}

test('the tables of docs/templates.md are those of the code', () => {
  expectGolden('docs/templates.md', withPart(withPart(page, 'presets', presetTables()), 'fields', fieldTables()))
})
