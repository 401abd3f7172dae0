import { spanOf, type Diagnostic } from '@vodflow/core'
import { expect, test } from 'vitest'
import { formatDiagnostic } from '../../src/reporters/diagnostic-text.ts'

function marked(text: string, severity: Diagnostic['severity'] = 'error'): Diagnostic {
  const start = text.indexOf('<|')
  const end = text.indexOf('|>') - 2
  const file = { path: 'p.lua', text: text.replace('<|', '').replace('|>', '') }
  return { code: 'lua/x', severity, message: 'it is wrong', span: spanOf(file, start, end) }
}

const plain = { colours: false }

test('the place, the line and carets under the span', () => {
  expect(formatDiagnostic(marked('local a = 1\nreturn <|wrong|> + 1\n'), plain)).toBe(
    'p.lua:2:8: error: it is wrong [lua/x]\n' +
    '    2 | return wrong + 1\n' +
    '      |        ^^^^^\n',
  )
})

test('carets stand under wide characters and behind tabs', () => {
  expect(formatDiagnostic(marked('\t课程(<|坏|>)'), plain).split('\n').slice(1, 3)).toEqual(['    1 |   课程(坏)', '      |        ^^'])
})

test('a span over several lines is marked to the end of its first', () => {
  expect(formatDiagnostic(marked('call(<|a,\nb|>)'), plain).split('\n').slice(1, 3)).toEqual(['    1 | call(a,', '      |      ^^'])
})

test('an empty span, at the end of the text too, has one caret', () => {
  expect(formatDiagnostic(marked('call(1<||>'), plain).split('\n').slice(1, 3)).toEqual(['    1 | call(1', '      |       ^'])
})

test('of a very long line only the part around the span is shown', () => {
  const shown = formatDiagnostic(marked(`${'x'.repeat(500_000)}<|bad|>${'y'.repeat(500_000)}`), plain)
  expect(shown.length).toBeLessThan(400)
  const [, line = '', carets = ''] = shown.split('\n')
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('bad')
})

test('nothing from a file can steer the terminal', () => {
  expect(formatDiagnostic(marked('a\u001b[2J<|b|>\u009b'), plain)).not.toMatch(/[\u001b\u009b]/)
})

test('a problem without a place is one line', () => {
  expect(formatDiagnostic({ code: 'ffmpeg/missing', severity: 'error', message: 'no ffmpeg' }, plain)).toBe('error: no ffmpeg [ffmpeg/missing]\n')
})

test('related places and fixes follow', () => {
  const first = marked('a = <|1|>')
  const text = formatDiagnostic({ ...marked('b = <|2|>'), related: [{ message: 'first here', span: first.span ?? spanOf({ path: '', text: '' }, 0, 0) }], fixes: [{ title: "write '3'", edits: [] }] }, plain)
  expect(text).toContain('p.lua:1:5: note: first here\n    1 | a = 1\n')
  expect(text).toContain("  fix: write '3'\n")
})

test('colours only where asked for', () => {
  expect(formatDiagnostic(marked('<|a|>'), { colours: true })).toContain('\u001b[31merror\u001b[39m')
  expect(formatDiagnostic(marked('<|a|>'), plain)).not.toContain('\u001b')
})
