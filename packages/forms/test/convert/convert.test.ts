import { textOf, type Result } from '@vodflow/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Converted, Target } from '../../src/index.ts'
import { Workshop } from './support.ts'

let workshop: Workshop
beforeAll(async () => {
  workshop = await Workshop.open()
})
afterAll(() => workshop.close())

function textIn(result: Result<Converted>): string {
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics.map(({ code, message }) => [code, message])))
  return result.value.text
}

/** `code at 'text'` of everything that was said. */
function said(result: Result<Converted>): readonly string[] {
  return result.diagnostics.map(({ code, span }) => `${code} at '${span ? textOf(span) : ''}'`)
}

const json = (value: unknown) => workshop.put('json', JSON.stringify(value))

describe('a call', () => {
  test.each(['json', 'lua', 'procedure-template'] as const)('becomes %s with its values in it, and the call again', async (target) => {
    const call = 'QCVB_SimpleProcessFile({10,20},150,10,10)'
    const result = await workshop.convert(call, target)
    expect(result.diagnostics).toEqual([])
    const path = await workshop.put(target === 'lua' ? 'lua' : 'json', textIn(result))
    expect(await workshop.digest(path)).toBe(await workshop.digest(call))
    expect(textIn(await workshop.convert(path, 'call'))).toBe(`${call}\n`)
  })

  test('of nothing is a call of nothing', async () => {
    expect(textIn(await workshop.convert('QCVB_SimpleProcessFile()', 'call'))).toBe('QCVB_SimpleProcessFile(0)\n')
  })
})

describe('JSON to Lua', () => {
  test('keeps parameters and conditions', async () => {
    const path = await json({
      name: 'Course',
      parameters: [{ name: 'defs', type: 'definitions', default: [10] }, { name: 'end', type: 'definition' }, { name: 'wanted', type: 'boolean', default: true }],
      process: {
        transcode: [{ definition: { param: 'defs' }, when: 'source.height >= 720 && params.wanted', override: { video: { bitrate: 800 } } }],
        sampleSnapshot: [{ definition: { param: 'end' }, when: '!(source.container in ["mp4", "mov"]) || size(params.defs) > 1' }],
      },
    })
    const result = await workshop.convert(path, 'lua')
    expect(result.diagnostics).toEqual([])
    const lua = await workshop.put('lua', textIn(result))
    const ways: readonly (readonly [string, string])[] = [
      ['({10,20},10)', 'height=720'], ['({10,20},0)', 'height=719'], ['(nil,10,false)', 'height=1080,container=mkv'], ['(20,20)', 'video=none,duration=3'],
    ]
    for (const [args, assume] of ways) {
      const graph = await workshop.digest(`${path}${args}`, assume)
      expect(graph).toBeDefined()
      expect(await workshop.digest(`${lua}${args}`, assume)).toBe(graph)
    }
    expect(await workshop.digest(lua, 'height=720')).toBeUndefined()
  })

  test('names every condition, and every value, that Lua has no equal of', async () => {
    const path = await json({
      process: {
        transcode: [{ definition: 10, when: 'source.duration > 1.5' }, { definition: 20, when: 'source.hdr', override: { video: { codec: null } } }],
        snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 0.5] }],
      },
    })
    expect(said(await workshop.convert(path, 'lua'))).toEqual([
      `convert/condition at '"source.duration > 1.5"'`, `convert/condition at '"source.hdr"'`,
      `convert/field at '{"video":{"codec":null}}'`, `convert/field at '0.5'`,
    ])
  })

  test('no name and no text gets out of its quotes', async () => {
    const hostile = `a"b'c\n]] --[[ \\ \u2028 中 \u202e -- end`
    const path = await json({ name: hostile.slice(0, 60), description: `${hostile}\nos.exit()`, process: { transcode: [{ definition: 10, when: `source.container != ${JSON.stringify(hostile.replaceAll(/[\u2028\u202e]/gu, ''))}` }] } })
    const text = textIn(await workshop.convert(path, 'lua', 'height=720'))
    expect(text.split('\n').filter((line) => line.includes('os.exit'))).toEqual(['-- os.exit()'])
    expect(text).not.toMatch(/[\u2028\u202e]/u)
  })
})

test('a list that is longer than the form allows is named where it is too long', async () => {
  const many = 'local P = NewProcedureClass()\nfunction P:handleProcess(file)\n  local s = ActionSet:new()\n  for i = 1, 101 do s:addAction(SnapshotByTimeOffsetAction:new({ definition = 10, timeOffset = i })) end\n  return s\nend\nfunction CreateProcedure() return P:new() end\n'
  const result = await workshop.convert(await workshop.put('lua', many), 'json')
  expect(result.ok).toBe(false)
  expect(result.diagnostics.map(({ code, params }) => [code, params?.['found']])).toEqual([['convert/field', 'a list of 101']])
})

test('a remark to the checker is no field of an action', async () => {
  const path = await json({ process: { transcode: [{ definition: 10, 'x-ignore': { 'check/upscales': 'meant' } }] } })
  expect(textIn(await workshop.convert(path, 'lua'))).not.toContain('x-')
})

test('a text that gave another graph would be thrown away as a bug of ours', async () => {
  const path = await json({ process: { transcode: [{ definition: 10 }] } })
  await expect(workshop.convert(path, 'lua', undefined, (digest, file) => (file.endsWith('.lua') ? `not ${digest}` : digest))).rejects.toThrow('another graph; nothing was written')
})

describe('what a form cannot say', () => {
  test.each<[Target, unknown, readonly string[]]>([
    ['procedure-template', { priority: 5, process: { transcode: [{ definition: 210, hlsMasterPlaylist: true, override: { video: { bitrate: 800 } } }] } },
      ['convert/field', 'convert/field', 'convert/field']],
    ['procedure-template', { notifyMode: 'None', process: { transcode: [{ definition: 210 }] } }, ['convert/field']],
    ['call', { notifyMode: 'Change', process: { transcode: [{ definition: 210 }] } }, ['convert/field']],
    ['call', { process: { imageSprite: [{ definition: 10 }], coverBySnapshot: [{ definition: 10, position: 3 }] } }, ['convert/action', 'convert/field']],
    ['call', { review: [{ definition: 10 }], process: { sampleSnapshot: [{ definition: 10 }] } }, ['convert/action']],
    ['call', { process: { transcode: [{ definition: 10 }, { definition: 20, watermark: 150 }] } }, ['convert/field']],
    ['call', { parameters: [{ name: 'a', type: 'definition', default: 10 }], process: { transcode: [{ definition: { param: 'a' } }] } }, ['convert/parameter']],
    ['procedure-template', { process: { transcode: [{ definition: 10, when: 'source.height > 1' }] } }, ['convert/condition']],
  ])('%s: %j', async (target, value, codes) => {
    const result = await workshop.convert(await json(value), target)
    expect(result.ok).toBe(false)
    expect(result.diagnostics.map(({ code }) => code)).toEqual(codes)
    expect(result.diagnostics.every(({ span }) => span !== undefined && textOf(span) !== '')).toBe(true)
  })
})

describe('one call of many', () => {
  const script = 'local P = NewProcedureClass()\nfunction P:handleProcess(file)\n  local s = ActionSet:new()\n  if file.mediaInfo.metaData.height > 700 then s:addAction(ImageSpriteAction:new({ definition = self.d })) end\n  return s\nend\nfunction CreateProcedure(d)\n  local p = P:new()\n  p.d = d or 10\n  return p\nend\n'

  test('a script that takes arguments wants them, and one that asks for the source wants that', async () => {
    const path = await workshop.put('lua', script)
    expect(said(await workshop.convert(path, 'json'))).toEqual(["convert/parameter at 'd'", expect.stringMatching(/^convert\/condition at '.*mediaInfo/u)])
    expect(said(await workshop.convert(`${path}(10)`, 'json'))).toEqual([expect.stringContaining('convert/condition')])
  })

  test('with both it is converted, with a warning', async () => {
    const path = await workshop.put('lua', script)
    const result = await workshop.convert(`${path}(10)`, 'json', 'height=720')
    expect(result.diagnostics.map(({ code, params }) => [code, params])).toEqual([['convert/one-instance', { arguments: true, source: true }]])
    expect(JSON.parse(textIn(result))).toMatchObject({ process: { imageSprite: [{ definition: 10 }] } })
  })
})

test('a ProcedureTemplate becomes our own form and comes back', async () => {
  const path = await json({
    Name: 'X', MediaProcessTask: { TranscodeTaskSet: [{ Definition: 10, WatermarkSet: [{ Definition: 150 }] }], SnapshotByTimeOffsetTaskSet: [{ Definition: 10, ExtTimeOffsetSet: ['3.5s'] }] },
    AiContentReviewTask: { Definition: 10 },
  })
  const own = await workshop.put('json', textIn(await workshop.convert(path, 'json')))
  const back = textIn(await workshop.convert(own, 'procedure-template'))
  expect(JSON.parse(back)).toMatchObject({ MediaProcessTask: { SnapshotByTimeOffsetTaskSet: [{ Definition: 10, TimeOffsetSet: [3500] }] } })
  expect(await workshop.digest(await workshop.put('json', back))).toBe(await workshop.digest(path))
})
