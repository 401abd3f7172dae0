import { textOf, wholeFile, type TemplateKind } from '@vodflow/core'
import { expect, test } from 'vitest'
import { createCatalogue, type ProjectTemplate, type WireBody } from '../../src/index.ts'
import { projectTemplate } from '../support/project-templates.ts'

function codesOf(kind: TemplateKind, body: WireBody, texts: { readonly name?: string; readonly comment?: string } = {}): readonly string[] {
  const base = kind === 'transcode' ? { extends: 30 } : { extends: 10 }
  const { diagnostics } = createCatalogue([projectTemplate({ kind, definition: 900, ...base, ...texts }, body)])
  return diagnostics.map(({ code, severity, span }) => `${severity} ${code} ${span ? textOf(span) : ''}`)
}

test.each([['width', 641], ['height', 361], ['width', -641]])('video.%s %i is odd', (side, value) => {
  expect(codesOf('transcode', { video: { [side]: value } })).toEqual([`warning template/odd-size video.${side}`])
})

test('near miss: even sides, odd pictures, and video that is left out', () => {
  expect(codesOf('transcode', { video: { width: 640, height: 0 } })).toEqual([])
  expect(codesOf('snapshot', { width: 641 })).toEqual([])
  expect(codesOf('transcode', { isFiltrateVideo: 1, video: { width: 641 } })).toEqual([])
})

test('the number as it is written is mended', () => {
  const file = { path: 'templates/x.json', text: '641' }
  const template: ProjectTemplate = { ...projectTemplate({ kind: 'transcode', definition: 900, extends: 30 }, { video: { width: 641 } }), spanAt: (at) => (at.length === 2 ? wholeFile(file) : undefined) }
  expect(createCatalogue([template]).diagnostics[0]?.fixes).toMatchObject([{ edits: [{ text: '640' }] }])
})

test('names and comments are counted in bytes', () => {
  expect(codesOf('transcode', {}, { name: '课'.repeat(22) })).toEqual(['error template/long-text name'])
  expect(codesOf('transcode', {}, { name: '课'.repeat(21) })).toEqual([])
  expect(codesOf('transcode', {}, { comment: 'é'.repeat(128) })).toEqual(['error template/long-text comment'])
  expect(codesOf('transcode', {}, { comment: `${'é'.repeat(127)}x` })).toEqual([])
  expect(codesOf('transcode', {}, { name: '😀'.repeat(16) })).toEqual(['error template/long-text name'])
  expect(codesOf('snapshot', {}, { name: '课'.repeat(60) })).toEqual([])
})

test('the seventeenth transcode template is more than an account holds', () => {
  const templates = Array.from({ length: 17 }, (_, at) => projectTemplate({ kind: 'transcode', definition: 900 + at, extends: 30 }))
  const others = Array.from({ length: 20 }, (_, at) => projectTemplate({ kind: 'snapshot', definition: 900 + at, extends: 10 }))
  const { ok, diagnostics } = createCatalogue([...templates.toReversed(), ...others])
  expect([ok, diagnostics]).toMatchObject([true, [{ code: 'template/many-templates', severity: 'info', span: { file: { path: 'templates/transcode.916.json' } } }]])
  expect(createCatalogue([...templates.slice(1), ...others]).diagnostics).toEqual([])
})
