import { expect, test } from 'vitest'
import { readSources } from '../../src/plan/source-list.ts'

const read = (text: string) => readSources({ path: 'sources.json', text })

test('each entry is a source by its facts, as --assume takes them', async () => {
  const result = await read('[{ "name": "short", "duration": 60, "height": 720, "video.interlaced": true }, { "video": "none", "fps": "25" }]')
  // The second says two things that cannot both be.
  expect(result.ok && result.value.map(({ name, source }) => [name, source?.is])).toEqual([['short', 'assumed'], ['source 2', undefined]])
  const [first] = result.ok ? result.value : []
  expect(first?.source?.is === 'assumed' && first.source.facts).toMatchObject({ durationSeconds: 60, videoStreams: [{ width: 1280, height: 720, interlaced: true }] })
})

test('a bad fact is told at its key, and does not hide the sources beside it', async () => {
  const text = '[{ "name": "a", "hieght": 720 }, { "duration": -5 }, { "name": "c", "duration": 5 }]'
  const result = await read(text)
  expect(result.ok && result.value.map(({ source }) => source !== undefined)).toEqual([false, false, true])
  expect(result.diagnostics.map(({ code, span }) => [code, span && text.slice(span.start, span.end)])).toEqual([['check/unknown-fact', '"hieght"'], ['check/bad-fact', '-5']])
})

test.each(['{}', '[]', '[1]', '[{ "duration": {} }]', '[', ''])('%s is no list of sources', async (text) => {
  const result = await read(text)
  expect(result.ok).toBe(false)
  for (const { span } of result.diagnostics) expect(span).toBeDefined()
})
