import { escapeDotHtml, escapeMermaid, quoteDot } from '@vodflow/picture'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const hostile = ']"<script>alert(1)</script>&amp;\\N\n%%{init}%% #35; `x` \ud800'

test('nothing in an HTML-like label of DOT opens a tag or an entity', () => {
  expect(escapeDotHtml(']"<script>&')).toBe(']&quot;&lt;script&gt;&amp;')
  expect(escapeDotHtml('\u0000\ud800\uffff')).toBe('\ufffd\ufffd\ufffd')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(escapeDotHtml(text)).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot);)/)
  }))
})

test('a quoted string of DOT ends where it ends, and holds no escape', () => {
  expect(quoteDot('a"b\\')).toBe('"a&quot;b&#92;"')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(quoteDot(text)).toMatch(/^"[^"\\\n\r]*"$/)
  }))
})

test('a label of Mermaid has only entities beside plain characters', () => {
  expect(escapeMermaid(']"<')).toBe('#93;#34;#60;')
  expect(escapeMermaid('C:\\new')).toBe('C:#92;#8203;new')
  expect(escapeMermaid('转码 10, 20')).toBe('转码 10, 20')
  expect(escapeMermaid(hostile)).not.toMatch(/[\]"<>&%`\n\\{}\ud800]/)
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(escapeMermaid(text).replaceAll(/#\d+;/g, '')).toMatch(/^[\p{L}\p{N} .,:/()'=×-]*$/u)
  }))
})

test('what is escaped for Mermaid can be read back', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(escapeMermaid(text).replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))).toBe(text.replaceAll('\\n', '\\\u200bn'))
  }))
})
