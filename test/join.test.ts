/** Several films, or what was recorded of a stream, as one: every frame of the test films carries its number. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { makeTestFilm, readFrameNumber, runTestFfmpeg } from '@vodflow/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilmFolder, readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const { path, remove } = createFilmFolder('join')
afterAll(remove)

beforeAll(async () => {
  await makeTestFilm(path('a.mp4'), { seconds: 1 })
  await makeTestFilm(path('again.mp4'), { seconds: 1, tone: 880 })
  await makeTestFilm(path('tiny.mp4'), { seconds: 0.2 })
  await makeTestFilm(path('slow.mp4'), { seconds: 0.5, width: 160, height: 90, fps: 10, tone: false })
  await runTestFfmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=0.4', '-c:a', 'aac', path('sound.m4a')])
  await runTestFfmpeg(['-i', path('a.mp4'), '-c', 'copy', path('one.ts')])
  await runTestFfmpeg(['-i', path('again.mp4'), '-c', 'copy', path('two.ts')])
})

/** The number in each frame of a film, read of its upper quarter; -1 for a frame that has none. */
async function numbersIn(film: string): Promise<readonly number[]> {
  const [width, height] = [128, 64]
  const pixels = await runTestFfmpeg(['-i', film, '-map', '0:v:0', '-vf', `scale=${width}:${height}:flags=area,format=gray`, '-vsync', 'passthrough', '-f', 'rawvideo', '-'])
  return Array.from({ length: pixels.length / (width * height) }, (_, frame) => {
    const lit = (bit: number, row: number): boolean => (pixels[frame * width * height + (row * 8 + 4) * width + bit * 8 + 4] ?? 0) > 128
    const bits = Array.from({ length: 16 }, (_bit, bit) => bit)
    return bits.some((bit) => lit(bit, 0) === lit(bit, 1)) ? -1 : bits.reduce((sum, bit) => sum + (lit(bit, 0) ? 2 ** bit : 0), 0)
  })
}

/** The loudest sample of each stretch of seconds. */
async function peaksIn(film: string, ends: readonly number[]): Promise<readonly number[]> {
  const bytes = await runTestFfmpeg(['-i', film, '-map', '0:a:0', '-ac', '1', '-ar', '8000', '-f', 's16le', '-'])
  return ends.map((end, at) => {
    // A frame of the codec either side belongs to both neighbours.
    const [first, last] = [Math.ceil(((ends[at - 1] ?? 0) + 0.05) * 8000), Math.min(bytes.length / 2, Math.floor((end - 0.05) * 8000))]
    let most = 0
    for (let sample = first; sample < last; sample += 1) most = Math.max(most, Math.abs(bytes.readInt16LE(sample * 2)))
    return most
  })
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at)
}

function procedure(name: string, process: object): string {
  writeFileSync(path(name), JSON.stringify({ process }))
  return name
}

async function run(name: string, args: readonly string[]): Promise<string> {
  const out = path(`out-${name}`)
  const done = await runVodflow(['run', name, ...args, '-o', out], { cwd: path('.') })
  expect(done.status, done.stderr + done.stdout).toBe(0)
  return out
}

const keepsRate = { definition: 10, override: { video: { fps: 0, bitrate: 2000 } } }
const mixed = ['-i', 'a.mp4#0.2,0.6', '-i', 'slow.mp4', '-i', 'sound.m4a', '--concat']
const slowly = [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4]

describe('--concat', { timeout: 120_000 }, () => {
  test('shows each part from its first frame to its last, with its sound or with silence', async () => {
    const out = await run(procedure('mixed.json', { transcode: [keepsRate], snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 360, 400, 880] }] }), mixed)
    expect(await numbersIn(`${out}/v.f10.mp4`)).toEqual([...range(5, 15), ...slowly, ...range(0, 10).map(() => -1)])
    const [spoken = 0, silent = 1, alone = 0] = await peaksIn(`${out}/v.f10.mp4`, [0.4, 0.92, 1.32])
    expect([spoken > 1000, silent < 50, alone > 1000]).toEqual([true, true, true])
    const shown = await Promise.all([0, 360, 400, 880].map((ms) => readFrameNumber(`${out}/snapshot.f10_${ms}.jpg`)))
    expect(shown).toEqual([5, 14, 0, 4])
  })

  test('gives pictures, animations and films in two passes of the same frames, whichever of them is asked for', async () => {
    const out = await run(procedure('apart.json', {
      transcode: [{ definition: 10, override: { video: { fps: 0, bitrate: 2000, videoRateControl: 1 } } }], animatedGraphics: [{ definition: 20000, startTime: 0.36, endTime: 0.6 }],
    }), mixed)
    expect((await numbersIn(`${out}/v.f10.mp4`)).slice(0, 23)).toEqual([...range(5, 15), ...slowly])
    expect((await numbersIn(`${out}/v.f20000.gif`))[0]).toBe(14)
    const pictures = await run(procedure('pictures.json', { snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 360, 400, 880] }] }), mixed)
    expect(await Promise.all([0, 360, 400, 880].map((ms) => readFrameNumber(`${pictures}/snapshot.f10_${ms}.jpg`)))).toEqual([5, 14, 0, 4])
  })

  test('copies parts that are alike, and names the first difference of those that are not', async () => {
    const out = await run(procedure('copy.json', { transcode: [{ definition: 9 }] }), ['-i', 'a.mp4', '-i', 'again.mp4', '-i', 'a.mp4', '--concat'])
    expect(await numbersIn(`${out}/v.f9.mp4`)).toEqual([...range(0, 25), ...range(0, 25), ...range(0, 25)])
    const plan = await runVodflow(['plan', 'copy.json', '-i', 'a.mp4', '-i', 'again.mp4', '--concat'], { cwd: path('.') })
    expect(plan.stdout).toContain('copy: the 2 parts are alike and are copied one after the other')
    expect(plan.stdout).toContain('-c copy')
    const unlike = await runVodflow(['plan', 'copy.json', '-i', 'a.mp4', '-i', 'slow.mp4', '--concat'], { cwd: path('.') })
    expect(unlike.stdout).toContain('part 2 is 160x90, part 1 is 320x180')
    const cut = await runVodflow(['plan', 'copy.json', '-i', 'a.mp4', '-i', 'again.mp4#0.2', '--concat'], { cwd: path('.') })
    expect(cut.stdout).toContain('part 2 is a clip, and a copy can only begin with a key frame, and the clip begins at 0.2 s')
  })

  test('reads very many parts through one list', async () => {
    const out = await run(procedure('many.json', { transcode: [keepsRate] }), [...Array.from({ length: 62 }, () => ['-i', 'tiny.mp4']).flat(), '--concat'])
    expect(await numbersIn(`${out}/v.f10.mp4`)).toEqual(Array.from({ length: 62 }, () => range(0, 5)).flat())
  })

  test('joins very many parts that are not alike in pieces first', async () => {
    const parts = Array.from({ length: 62 }, (_, at) => ['-i', at % 2 === 0 ? 'a.mp4#0.4,0.6' : 'slow.mp4#0,0.2']).flat()
    const out = await run(procedure('pieces.json', { transcode: [keepsRate] }), [...parts, '--concat'])
    expect(await numbersIn(`${out}/v.f10.mp4`)).toEqual(Array.from({ length: 31 }, () => [...range(10, 15), 0, 0, 0, 1, 1]).flat())
  })

  test('names the part that is at fault', async () => {
    writeFileSync(path('empty.mp4'), '')
    const out = path('out-fault')
    const done = await runVodflow(['run', procedure('fault.json', { transcode: [keepsRate] }), '-i', 'a.mp4', '-i', 'empty.mp4', '-i', 'gone.mp4', '--concat', '-o', out], { cwd: path('.') })
    expect(done.status).toBe(1)
    expect(done.stderr + done.stdout).toContain("empty.mp4' is no video or audio file: it is empty")
    expect(readResult(out).errCode).toBe(30009)
  })

  test('is planned, saved and applied as long as every part is what it was', async () => {
    copyFileSync(path('again.mp4'), path('moving.mp4'))
    const planned = await runVodflow(['plan', procedure('saved.json', { transcode: [keepsRate] }), '-i', 'a.mp4', '-i', 'moving.mp4', '--concat', '-o', 'saved.plan.json'], { cwd: path('.') })
    expect(planned.status, planned.stderr).toBe(0)
    const applied = await runVodflow(['apply', 'saved.plan.json', '-o', 'out-applied'], { cwd: path('.') })
    expect(applied.status, applied.stderr).toBe(0)
    expect((await numbersIn(path('out-applied/v.f10.mp4'))).length).toBe(50)
    copyFileSync(path('a.mp4'), path('moving.mp4'))
    const moved = await runVodflow(['apply', 'saved.plan.json', '-o', 'out-moved'], { cwd: path('.') })
    expect(moved.status).toBe(2)
    expect(moved.stderr).toContain("moving.mp4' has changed since the plan was made")
  })

  test.each([
    [['--concat', '--each', '-i', 'a.mp4'], '--concat joins the sources for one run'],
    [['--concat'], '-i is missing'],
    [['-i', 'a.mp4', '-i', 'again.mp4'], '--concat to join them'],
    [['-i', 'a.mp4', '--stream', 'cam'], '--stream needs an index of recordings'],
    [['--concat', '-i', 'a.mp4', '-i', 'again.mp4', '--clip', '0,1'], '--clip is of one source'],
  ])('%s is wrong use', async (args, sentence) => {
    const done = await runVodflow(['run', procedure('wrong.json', { transcode: [keepsRate] }), ...args, '-o', path('out-wrong')], { cwd: path('.') })
    expect(done.status).toBe(2)
    expect(done.stderr).toContain(sentence)
  })
})

describe('--recordings', { timeout: 120_000 }, () => {
  const index = {
    format: 'vodflow/recordings@1',
    streams: { cam: { segments: [{ path: 'two.ts', start: '2026-05-01T10:00:01.5Z', duration: 1 }, { path: 'one.ts', start: '2026-05-01T10:00:00Z', end: 1_777_629_601 }] } },
  }
  const interval = ['--recordings', 'rec/index.json', '--stream', 'cam', '--from', '2026-05-01T12:00:00.43+02:00', '--to', '2026-05-01T10:00:02.1Z']

  beforeAll(() => {
    rmSync(path('rec'), { recursive: true, force: true })
    mkdirSync(path('rec'))
    for (const name of ['one.ts', 'two.ts']) copyFileSync(path(name), path(`rec/${name}`))
    writeFileSync(path('rec/index.json'), JSON.stringify(index))
  })

  test('are cut by the wall clock, and a gap is told and bridged', async () => {
    const out = path('out-gap')
    const done = await runVodflow(['run', procedure('gap.json', { transcode: [keepsRate] }), ...interval, '--gaps', 'black', '-o', out], { cwd: path('.') })
    expect(done.status, done.stderr).toBe(0)
    expect(done.stderr).toContain("nothing of stream 'cam' was recorded from 2026-05-01T10:00:01Z to 2026-05-01T10:00:01.500Z (0.5 s); the film is black and silent for so long")
    const shown = await numbersIn(`${out}/v.f10.mp4`)
    // The sound of a transport stream begins a little before its pictures.
    expect(shown.slice(0, 15)).toEqual(range(10, 25))
    expect(shown.filter((number) => number === -1).length).toBe(13)
    expect(shown.slice(28)).toEqual(range(0, 15))
    const skipped = await run(procedure('skip.json', { transcode: [keepsRate] }), interval)
    expect(await numbersIn(`${skipped}/v.f10.mp4`)).toEqual([...range(10, 25), ...range(0, 15)])
  })

  test('of which a file is missing have a gap there, which is bridged as the config says, or as the command line does', async () => {
    mkdirSync(path('lost'))
    writeFileSync(path('lost/index.json'), JSON.stringify({ ...index, streams: { cam: { segments: [...index.streams.cam.segments, { path: 'gone.ts', start: '2026-05-01T10:00:01Z', duration: 0.5 }] } } }))
    for (const name of ['one.ts', 'two.ts']) copyFileSync(path(name), path(`lost/${name}`))
    writeFileSync(path('lost/vodflow.config.json'), JSON.stringify({ recordings: { gaps: 'black' } }))
    const asked = ['plan', 'QCVB_SimpleProcessFile({10},0,0)', '--recordings', 'index.json', '--stream', 'cam', '--from', '2026-05-01T10:00:00Z', '--to', '2026-05-01T10:00:02.5Z']
    const black = await runVodflow(asked, { cwd: path('lost') })
    expect([black.status, black.stdout]).toEqual([0, expect.stringContaining('mp4, 2.5 s')])
    expect(black.stderr).toContain("a file of stream 'cam' is not there: 'gone.ts'; what only it held counts as not recorded [check/recording-file-missing]")
    expect(black.stderr).toContain('(0.5 s); the film is black and silent for so long')
    expect((await runVodflow([...asked, '--gaps', 'skip'], { cwd: path('lost') })).stdout).toContain('mp4, 2.0 s')
    const refused = await runVodflow(['run', ...asked.slice(1), '--gaps', 'refuse', '-o', 'out'], { cwd: path('lost') })
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('[check/recording-gap-refused]')])
  })

  test('that are no index are refused at their place', async () => {
    writeFileSync(path('rec/bad.json'), JSON.stringify({ format: 'vodflow/recordings@1', streams: { cam: { segments: [{ path: 'one.ts', start: 0 }] } } }))
    const done = await runVodflow(['run', procedure('bad.json', { transcode: [keepsRate] }), '--recordings', 'rec/bad.json', '--stream', 'cam', '--from', '0', '--to', '9', '-o', path('out-bad')], { cwd: path('.') })
    expect(done.status).toBe(2)
    expect(done.stderr).toContain('rec/bad.json:1:')
  })
})
