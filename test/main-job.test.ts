/** The main job, with the built program: a call goes in, real files come out. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, readResult } from './film-folder.ts'
import { runVodflow, type Finished } from './run-vodflow.ts'

const films = createFilmFolder('main-job')
afterAll(films.remove)

const call = 'QCVB_SimpleProcessFile({10,20,230},0,10,10)'
const samples = Array.from({ length: 10 }, (_, index) => `sample.f10_000${index}.jpg`)

describe('two MP4s, an HLS set, a cover and ten samples', () => {
  const out = films.path('out')
  let finished: Finished
  beforeAll(async () => {
    finished = await runVodflow(['run', call, '-i', await films.film(), '-o', out, '--md5'])
  }, 120_000)

  test('ends well, with the files that were asked for and no others', () => {
    expect(finished.stderr + finished.stdout).not.toContain('failed')
    expect(finished.status).toBe(0)
    expect(filesBelow(out)).toEqual(['cover.jpg', 'events.jsonl', 'result.json', ...samples, 'v.f10.mp4', 'v.f20.mp4', 'v.f230.m3u8', 'v.f230_00000.ts'])
  })

  test('says what it made and where the result is', () => {
    for (const name of ['transcode.10', 'transcode.20', 'transcode.230', 'v.f10.mp4', 'v.f230.m3u8 + 1 segment', '(10 files)']) expect(finished.stdout).toContain(name)
    expect(finished.stdout).toMatch(/result: .*result\.json\n$/)
    expect(finished.stderr).toContain('transcode.230: done in')
    expect(finished.stdout + finished.stderr).not.toContain('\u001b')
  })

  test('the result is what a client expects', () => {
    const result = readResult(out)
    expect(result).toMatchObject({ code: 0, message: '', status: 'FINISH', errCode: 0 })
    expect(result.metaData).toMatchObject({ container: 'mp4', width: 640, height: 360, duration: 4, size: statSync(films.path('film.mp4')).size })
    expect(result.metaData['md5']).toMatch(/^[0-9a-f]{32}$/)
    expect(result.processTaskList.map(({ taskType, status, input }) => [taskType, status, input['definition']])).toEqual(
      expect.arrayContaining([['Transcode', 'SUCCESS', 10], ['Transcode', 'SUCCESS', 20], ['Transcode', 'SUCCESS', 230], ['CoverBySnapshot', 'SUCCESS', 10], ['SampleSnapshot', 'SUCCESS', 10]]),
    )
    const hls = result.processTaskList.find(({ input, taskType }) => taskType === 'Transcode' && input['definition'] === 230)
    const size = statSync(join(out, 'v.f230.m3u8')).size + statSync(join(out, 'v.f230_00000.ts')).size
    expect(hls?.output).toMatchObject({ url: 'v.f230.m3u8', container: 'hls', size, width: 1280, height: 720, duration: 4 })
    expect(result.processTaskList.find(({ taskType }) => taskType === 'SampleSnapshot')?.output).toEqual({ imageUrls: samples })
  })

  test('every line of the event log is an event of this run', () => {
    const lines = readFileSync(join(out, 'events.jsonl'), 'utf8').trimEnd().split('\n')
    // Each line is whatever the engine wrote; only that it is JSON with these members is asked here.
    const events = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly run: string; readonly time: string })
    expect(new Set(events.map(({ run }) => run)).size).toBe(1)
    expect(events[0]?.type).toBe('run-started')
    expect(events.at(-1)?.type).toBe('run-finished')
  })

  test('the same command again does nothing again', async () => {
    const before = statSync(join(out, 'v.f10.mp4'))
    const again = await runVodflow(['run', call, '-i', await films.film(), '-o', out, '--md5'])
    expect(again.status).toBe(0)
    expect(statSync(join(out, 'v.f10.mp4')).mtimeMs).toBe(before.mtimeMs)
  })
})

test('under --json standard output is the result and nothing else, and standard error JSON lines', { timeout: 60_000 }, async () => {
  const out = films.path('json')
  const { status, stdout, stderr } = await runVodflow(['run', 'QCVB_SimpleProcessFile({10},0,10)', '-i', await films.film(), '-o', out, '--json'])
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual(readResult(out))
  for (const line of stderr.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
})

test('--each runs every input into a folder of its own; a bad one does not stop the others', { timeout: 60_000 }, async () => {
  const out = films.path('each')
  const film = await films.film()
  const { status, stdout } = await runVodflow(['run', 'QCVB_SimpleProcessFile({},0,10)', '-i', film, '-i', films.path('missing.mp4'), '-i', film, '--each', '-o', out, '--json'])
  expect(status).toBe(1)
  // The shape is this program's own; what matters is compared below.
  const entries = JSON.parse(stdout) as readonly { readonly folder: string; readonly exitStatus: number }[]
  expect(entries.map(({ folder, exitStatus }) => [folder, exitStatus])).toEqual([[join(out, 'film'), 0], [join(out, 'missing'), 1], [join(out, 'film-2'), 0]])
  expect(filesBelow(out).filter((name) => name.endsWith('.jpg'))).toEqual(['film-2/cover.jpg', 'film/cover.jpg'])
  expect(readResult(join(out, 'missing')).errCode).toBe(30009)
})

test('runs of --each that go on at once say whose line each is, and keep their summaries together', { timeout: 60_000 }, async () => {
  const film = await films.film()
  const { status, stdout, stderr } = await runVodflow(['run', 'QCVB_SimpleProcessFile({},0,10)', '-i', `${film}#0,1`, '-i', `${film}#2,3`, '--each', '--jobs', '2', '-o', films.path('at-once')])
  expect(status, stderr).toBe(0)
  expect(stderr.trimEnd().split('\n').filter((line) => !/^\[film(?:-2)?\] |building/.test(line))).toEqual([])
  const blocks = stdout.split(/^(?=\S*film\.mp4#)/mu)
  expect(blocks.map((block) => block.trimEnd().split('\n').length)).toEqual([4, 4])
  const wrong = await runVodflow(['run', 'QCVB_SimpleProcessFile({},0,10)', '-i', film, '--each', '--jobs', 'all', '-o', films.path('none')])
  expect([wrong.status, wrong.stderr]).toEqual([2, "vodflow: --jobs is 'all'; it must be a number from 1 to 64\n"])
})

test('a plan is saved, and its steps can be done one by one', { timeout: 60_000 }, async () => {
  const plan = films.path('plan.json')
  const written = await runVodflow(['plan', 'QCVB_SimpleProcessFile({10},0,10)', '-i', await films.film(), '-o', plan, '--json'])
  expect(written.status, written.stderr).toBe(0)
  expect(JSON.parse(written.stdout)).toEqual(JSON.parse(readFileSync(plan, 'utf8')))
  // As written a moment ago.
  const { steps } = (JSON.parse(written.stdout) as { readonly plan: { readonly steps: readonly { readonly id: string }[] } }).plan
  for (const { id } of steps) {
    const done = await runVodflow(['step', plan, id, '-o', films.path('stepped')])
    expect(done.status, done.stderr + done.stdout).toBe(0)
  }
  expect(filesBelow(films.path('stepped')).filter((name) => !name.startsWith('.'))).toEqual(['cover.jpg', 'v.f10.mp4'])
  const text = await runVodflow(['plan', 'QCVB_SimpleProcessFile({10},0,10)', '-i', await films.film()])
  expect(text.stdout).toMatch(/^ {2}\$ .*ffmpeg.* -i /m)
})
