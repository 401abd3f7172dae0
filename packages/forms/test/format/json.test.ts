import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatText, type TextKind } from '../../src/index.ts'

async function formatted(text: string, kind: TextKind = 'json'): Promise<string> {
  const result = await formatText(kind, { path: 'a.json', text })
  if (!result.ok) throw new Error(JSON.stringify(result.reason === 'cannot' ? result.problem : result.diagnostics.map(({ message }) => message)))
  return result.text
}

describe('JSON', () => {
  test('what fits stands on one line, and what does not is opened from the outside', async () => {
    expect(await formatted('{"name":"X","process":{"transcode":[{"definition":[10,20],"when":"source.height >= 720"}]}}')).toBe(
      '{ "name": "X", "process": { "transcode": [{ "definition": [10, 20], "when": "source.height >= 720" }] } }\n',
    )
    const when = 'source.height >= 720 && source.width >= 1280 && source.duration > 10.0'
    expect(await formatted(JSON.stringify({ name: 'X', process: { transcode: [{ definition: { param: 'defs' }, when, override: { video: { bitrate: 800 } } }], imageSprite: [{ definition: 10 }] } }))).toBe(`{
  "name": "X",
  "process": {
    "transcode": [{
      "definition": { "param": "defs" },
      "when": "${when}",
      "override": { "video": { "bitrate": 800 } }
    }],
    "imageSprite": [{ "definition": 10 }]
  }
}
`)
  })

  test('an object that the author opened stays open, a list does not', async () => {
    expect(await formatted('{\n"a": {"b": 1},\n "c": [\n1,\n2\n]}')).toBe('{\n  "a": { "b": 1 },\n  "c": [1, 2]\n}\n')
    expect(await formatted('{"a": [{\n"b": 1}, {"c": 2}]}')).toBe('{\n  "a": [\n    {\n      "b": 1\n    },\n    { "c": 2 }\n  ]\n}\n')
  })

  test('a long list of numbers is filled, one of texts has one a line', async () => {
    const text = await formatted(JSON.stringify({ timeOffset: Array.from({ length: 60 }, (_, index) => index * 1000) }))
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
    expect(text.split('\n').length).toBeLessThan(10)
    expect((await formatted(JSON.stringify(Array.from({ length: 40 }, () => 'text')))).split('\n')).toHaveLength(43)
  })

  test('names, numbers and texts stay as they are written, and members in their order', async () => {
    expect(await formatted(String.raw`{"b":1e3,"2":1.50,"1":-0,"__proto__":5285890784246869930,"a":"\u4e2d\/"}`)).toBe(
      String.raw`{ "b": 1e3, "2": 1.50, "1": -0, "__proto__": 5285890784246869930, "a": "\u4e2d\/" }` + '\n',
    )
  })

  test('a byte order mark and the line ends of Windows go', async () => {
    expect(await formatted('\uFEFF{\r\n  "a": 1\r\n}\r\n')).toBe('{\n  "a": 1\n}\n')
  })

  test.each([['{"a": 1,}'], ['{"a": 1 // comment\n}'], [''], ['{"a":1,"a":2}'], ['['.repeat(200)]])('%j is left alone, and said why', async (text) => {
    const result = await formatText('config', { path: 'a.json', text })
    expect(result.ok).toBe(false)
    if (result.ok || result.reason !== 'unreadable') throw new Error('it was read')
    expect(result.diagnostics.every(({ code, span }) => code.startsWith('config/') && span !== undefined)).toBe(true)
  })

  test('is stable, means the same and keeps the order of members', async () => {
    const spaced = fc.constantFrom(undefined, 1, 2, '\t')
    await fc.assert(fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), spaced, async (value, space) => {
      const given = JSON.stringify(value, undefined, space)
      const once = await formatted(given)
      expect(JSON.stringify(JSON.parse(once))).toBe(JSON.stringify(JSON.parse(given)))
      expect(await formatted(once)).toBe(once)
    }), { numRuns: 300 })
  })
})
