import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestFilm } from '@vodflow/testing'
import { createFilmFolder, filesBelow, type WireResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'
import { imageColours, probeStreams } from './stub-probe.ts'

const films = createFilmFolder('stub')
let film = ''
beforeAll(async () => {
  film = films.path('film.mp4')
  await makeTestFilm(film, { seconds: 4, width: 320, height: 180, gop: 25 })
  mkdirSync(films.path('procedures'))
  writeFileSync(films.path('vodflow.config.json'), '{}')
  writeFileSync(films.path('procedures/Film.json'), JSON.stringify({
    name: 'Film',
    process: {
      transcode: [{ definition: [10, 210, 9] }], animatedGraphics: [{ definition: 20000, startTime: 1, endTime: 3 }],
      coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 1 }], sampleSnapshot: [{ definition: 10 }], imageSprite: [{ definition: 10 }],
    },
  }))
  writeFileSync(films.path('procedures/Part.json'), JSON.stringify({ name: 'Part', process: { transcode: [{ definition: 10 }], sampleSnapshot: [{ definition: 10 }] } }))
})
afterAll(films.remove)

const vodflow = (...args: readonly string[]) => runVodflow(args, { cwd: films.path('') })
const resultIn = (out: string): WireResult => JSON.parse(readFileSync(join(films.path(out), 'result.json'), 'utf8'))
const namesIn = (out: string) => filesBelow(films.path(out)).filter((name) => name !== 'events.jsonl' && name !== 'STUB.txt')

test('a stub has the files of a real run, in their sizes, streams and durations, and says what it is', async () => {
  expect((await vodflow('run', 'Film', '-i', film, '-o', 'real')).status).toBe(0)
  const stub = await vodflow('run', 'Film', '-i', film, '-o', 'stub', '--stub', '--cache', 'cache')
  expect(stub).toMatchObject({ status: 0 })
  expect(stub.stdout).toMatch(/^this is a stub: colour bars and a tone/)
  expect(resultIn('stub')).toMatchObject({ code: 0, status: 'FINISH', errCode: 0, message: expect.stringMatching(/^this is a stub/) })
  expect(existsSync(join(films.path('stub'), 'STUB.txt'))).toBe(true)
  expect(namesIn('stub')).toEqual(namesIn('real'))
  for (const name of ['v.f10.mp4', 'v.f210.m3u8', 'v.f9.mp4', 'sample.f10_0003.jpg', 'sprite.f10_000.jpg']) {
    const [made, planned] = [await probeStreams(join(films.path('stub'), name)), await probeStreams(join(films.path('real'), name))]
    expect(made.map(({ durationSeconds: _seconds, ...shape }) => shape), name).toEqual(planned.map(({ durationSeconds: _seconds, ...shape }) => shape))
    for (const [at, stream] of made.entries()) expect(Math.abs(stream.durationSeconds - (planned[at]?.durationSeconds ?? 0)), name).toBeLessThan(0.1)
  }
  expect(readFileSync(join(films.path('stub'), 'sprite.f10.vtt'), 'utf8')).toBe(readFileSync(join(films.path('real'), 'sprite.f10.vtt'), 'utf8'))
}, 60_000)

test('the picture is one of bars', async () => {
  const colours = await imageColours(join(films.path('stub'), 'v.f10.mp4'), 14)
  // Seven bars, each of two columns: grey, yellow, cyan, green, magenta, red, blue.
  const [red, blue] = [colours[10], colours[12]]
  expect(red?.[0] ?? 0).toBeGreaterThan(120)
  expect(red?.[2] ?? 255).toBeLessThan(80)
  expect(blue?.[2] ?? 0).toBeGreaterThan(120)
  expect(blue?.[0] ?? 255).toBeLessThan(80)
})

test('nothing of a stub gets into a cache', () => {
  expect(readdirSync(films.path('cache/entries'))).toEqual([])
})

test('a stub takes no folder of a real run; a real run takes the folder of a stub', async () => {
  const refused = await vodflow('run', 'Film', '-i', film, '-o', 'real', '--stub')
  expect(refused.status).toBe(2)
  expect(refused.stderr).toContain('a stub would take the place of')
  expect(resultIn('real').message).toBe('')
  expect((await vodflow('run', 'QCVB_SimpleProcessFile(0,0,10)', '-i', film, '-o', 'stub')).status).toBe(0)
  expect(existsSync(join(films.path('stub'), 'STUB.txt'))).toBe(false)
  expect(resultIn('stub').message).toBe('')
  expect(namesIn('stub').some((name) => name.startsWith('v.f'))).toBe(false)
}, 60_000)

test('without any film: minutes are there in seconds, and other facts are another stub', async () => {
  const long = () => vodflow('run', 'QCVB_SimpleProcessFile({10},0,0,10)', '--stub', '--assume', 'durationSeconds=200,width=1920,height=1080', '-o', 'long')
  expect(await long()).toMatchObject({ status: 0 })
  const [video, audio] = await probeStreams(join(films.path('long'), 'v.f10.mp4'))
  expect(video).toMatchObject({ codec: 'h264', width: 320, height: 180, fps: '24/1' })
  expect(video?.durationSeconds).toBeCloseTo(200, 1)
  expect(audio?.durationSeconds).toBeCloseTo(200, 1)
  expect((await vodflow('run', 'QCVB_SimpleProcessFile({10},0,0,10)', '--stub', '--assume', 'durationSeconds=5', '-o', 'long')).status).toBe(0)
  expect((await probeStreams(join(films.path('long'), 'v.f10.mp4')))[0]?.durationSeconds).toBeCloseTo(5, 1)
}, 60_000)

test('a sample is the first seconds, of which percentages are taken', async () => {
  expect((await vodflow('run', 'Part', '-i', film, '-o', 'sample', '--sample', '2')).status).toBe(0)
  expect((await probeStreams(join(films.path('sample'), 'v.f10.mp4')))[0]?.durationSeconds).toBeCloseTo(2, 1)
  expect(namesIn('sample').filter((name) => name.startsWith('sample.f10'))).toHaveLength(10)
}, 60_000)

test.each([
  [['--assume', 'durationSeconds=5'], '--assume is for --stub'],
  [['-i', 'film.mp4', '--stub', '--assume', 'durationSeconds=5'], 'exclude each other'],
  [['-i', 'film.mp4', '--sample', '2', '--clip', '0,1'], '--sample and --clip exclude each other'],
  [['-i', 'film.mp4#1,2', '--sample', '2'], '--sample is of a whole source'],
])('%j is refused', async (options, sentence) => {
  const refused = await vodflow('run', 'Film', '-o', 'refused', ...options)
  expect(refused.status).toBe(2)
  expect(refused.stderr).toContain(sentence)
  expect(existsSync(films.path('refused'))).toBe(false)
})
