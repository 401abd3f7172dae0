/** Clips on the ffmpeg at hand: whatever is made of one begins with its first frame and ends with its last, and so does its sound. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taskId, type ProcessTask, type Task } from '@vodflow/core'
import type { Clip, Plan, StepOutcome } from '@vodflow/engine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFfmpegBackend } from '../../src/backend.ts'
import type { FfmpegInspection } from '../../src/inspection.ts'
import type { FfmpegWork } from '../../src/work.ts'
import { testEnvironment, toolsAtHand } from '../helpers/machine.ts'
import { animation, compiled, cover, remux, samples, snapshots, sprite, transcode } from './fixtures.ts'

/** Six seconds at 25 fps; every frame shows its number as eight bars, lowest bit left, and a click sounds at each whole second. */
const bars = "nullsrc=s=160x48:r=25:d=6,geq=lum='if(mod(floor(N/pow(2,floor(X/20))),2),235,16)':cb=128:cr=128"
const clicks = 'aevalsrc=if(lt(mod(t\\,1)\\,0.04)\\,0.9*sin(6283*t)\\,0):s=48000:d=6'

const root = mkdtempSync(join(tmpdir(), 'vodflow-clip-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const { ffmpeg: program } = await toolsAtHand()
const backend = createFfmpegBackend({ env: testEnvironment() })
const { signal } = new AbortController()

function ffmpeg(args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(program, ['-hide_banner', '-nostdin', '-y', '-v', 'error', ...args], { cwd: root, maxBuffer: 1 << 26 })
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${stderr.toString()}`)
  return stdout
}

const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '40', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '1']
const both = ['-f', 'lavfi', '-i', bars, '-f', 'lavfi', '-i', clicks]

beforeAll(() => {
  ffmpeg([...both, ...encoder, 'film.mp4'])
  ffmpeg(['-i', 'film.mp4', '-map', '0', '-c', 'copy', 'film.mkv'])
  ffmpeg(['-i', 'film.mp4', '-map', '0', '-c', 'copy', 'film.ts'])
  ffmpeg(['-i', 'film.mp4', '-map', '0', '-c', 'copy', '-flvflags', 'no_duration_filesize', 'film.flv'])
  ffmpeg(['-i', 'film.mp4', '-an', '-c', 'copy', 'silent.mp4'])
  ffmpeg(['-i', 'film.mp4', '-map', '0', '-c', 'copy', '-metadata:s:v', 'rotate=180', 'turned.mp4'])
  // Of every ten frames four are not there: the one before them is shown for five times as long.
  ffmpeg([...both, '-vf', "select='not(between(mod(n,10),4,7))'", '-vsync', 'passthrough', ...encoder, 'variable.mp4'])
})

async function inspect(name: string, clip: Clip): Promise<FfmpegInspection> {
  return inspectParts([name, clip])
}

async function inspectParts(...parts: readonly (readonly [string, Clip?])[]): Promise<FfmpegInspection> {
  const result = await backend.inspect({ parts: parts.map(([name, clip]) => ({ path: join(root, name), ...(clip && { clip }) })) }, signal)
  if (!result.ok) throw new Error(result.diagnostics[0]?.message)
  return result.value
}

function planned(inspection: FfmpegInspection, tasks: readonly ProcessTask[]): Plan<FfmpegWork> {
  return plannedWith(inspection, tasks)
}

function plannedWith(inspection: FfmpegInspection, tasks: readonly Task[]): Plan<FfmpegWork> {
  const result = backend.plan(compiled(...tasks), inspection, { speed: 'veryfast' })
  if (!result.ok) throw new Error(result.diagnostics[0]?.message)
  return result.value
}

/** Runs all of a plan, with every check that a run makes; the folder of the outputs. */
async function run(plan: Plan<FfmpegWork>): Promise<string> {
  const folder = mkdtempSync(join(root, 'out-'))
  expect(plan.doomed).toEqual([])
  for (const step of plan.steps) {
    const workFolder = join(folder, 'work', step.id)
    mkdirSync(workFolder, { recursive: true })
    const outcome: StepOutcome = await backend.execute(step, { signal, outputFolder: folder, workFolder, artifacts: [], onProcess: () => {}, onProgress: () => {} })
    expect(outcome.tasks.filter(({ ok }) => !ok)).toEqual([])
  }
  return folder
}

/** The number that each frame of a film, or a picture, shows. */
function numbersIn(path: string, filter = 'null'): readonly number[] {
  const levels = ffmpeg(['-i', path, '-map', '0:v', '-vf', `${filter},scale=8:1:flags=area`, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'])
  return Array.from({ length: levels.length / 8 }, (_, at) => [...levels.subarray(at * 8, at * 8 + 8)].reduce((sum, level, bit) => sum + (level > 127 ? 2 ** bit : 0), 0))
}

/** When the clicks sound, in seconds. */
function clicksIn(path: string): readonly number[] {
  const samplesOf = ffmpeg(['-i', path, '-map', '0:a', '-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', '8000', '-f', 's16le', '-'])
  const found: number[] = []
  for (let at = 0; at + 1 < samplesOf.length; at += 2) {
    if (Math.abs(samplesOf.readInt16LE(at)) > 6000 && at / 16_000 - (found.at(-1) ?? -1) > 0.3) found.push(at / 16_000)
  }
  return found
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

const whole = transcode(20, { video: { fps: 0, width: 160, bitrate: 400 } })

describe.each([
  ['film.mp4', 'null'], ['film.mkv', 'null'], ['film.ts', 'null'], ['film.flv', 'null'], ['silent.mp4', 'null'], ['turned.mp4', 'hflip,vflip'],
])('a clip of %s', (name, upright) => {
  test('has its first and last frame, and its sound, from the middle of a group of pictures', async () => {
    const inspection = await inspect(name, { start: 2.515, end: 4.51 })
    // Frames 62 and 112 begin at 2.48 and 4.48 s, or 21 ms later where the sound needs to begin first.
    expect(inspection.facts.videoStreams[0]?.durationSeconds).toBeCloseTo(51 / 25, 2)
    const plan = planned(inspection, [whole, snapshots(0, 1000, 2000), cover('Percent', 100), samples('Percent', 50)])
    expect(plan.steps.map(({ id }) => id)).toEqual(['encode'])
    const out = await run(plan)
    expect(numbersIn(join(out, 'v.f20.mp4'), upright)).toEqual(range(62, 112))
    const picture = (file: string): number | undefined => numbersIn(join(out, file), upright)[0]
    expect(['snapshot.f10_0.jpg', 'snapshot.f10_1000.jpg', 'snapshot.f10_2000.jpg', 'cover.jpg', 'sample.f10_0000.jpg', 'sample.f10_0001.jpg'].map(picture)).toEqual([62, 87, 112, 112, 62, 87])
    if (name !== 'silent.mp4') {
      const heard = clicksIn(join(out, 'v.f20.mp4'))
      expect(heard).toHaveLength(2)
      // The clip begins with its first frame, at 2.48 s.
      expect(heard[0]).toBeCloseTo(0.52, 1)
      expect(heard[1]).toBeCloseTo(1.52, 1)
    }
  })
})

test('a clip that begins before the first picture has the sound that is heard until then', async () => {
  ffmpeg(['-i', 'film.mp4', '-itsoffset', '3', '-i', 'film.mp4', '-map', '1:v', '-map', '0:a', '-c', 'copy', 'late.mp4'])
  const out = await run(planned(await inspect('late.mp4', { start: 1.5, end: 4 }), [whole, cover('Time', 0)]))
  expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual(range(0, 24))
  expect(clicksIn(join(out, 'v.f20.mp4')).map((seconds) => Math.round(seconds * 10))).toEqual([5, 15])
  expect(numbersIn(join(out, 'cover.jpg'))).toEqual([0])
})

test('a clip of a constant rate ends with its last frame, and shows it no longer than the clip', async () => {
  // All of the sound stands behind the pictures: by the time an output can begin, many more frames than the clip's have been read.
  ffmpeg(['-i', 'film.mp4', '-af', 'areverse', '-c:v', 'copy', '-max_interleave_delta', '1', 'sound-last.mp4'])
  for (const [end, frames] of [[1, 25], [2.49, 63]] as const) {
    const out = await run(planned(await inspect('sound-last.mp4', { end }), [transcode(20, { video: { fps: 25, width: 160, bitrate: 400 } })]))
    expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual(range(0, frames - 1))
  }
})

test('negative times count from the end, and an absent one is the start or the end', async () => {
  expect((await inspect('silent.mp4', { start: -1 })).parts[0]).toMatchObject({ clip: { startSeconds: 5, endSeconds: 6, frames: { first: 125, count: 25 } } })
  expect((await inspect('silent.mp4', { end: -5 })).parts[0]).toMatchObject({ clip: { startSeconds: 0, endSeconds: 1, frames: { first: 0, count: 25 } } })
  expect((await inspect('silent.mp4', { start: -2, end: -1 })).parts[0]).toMatchObject({ clip: { frames: { first: 100, count: 25 } } })
})

test('pictures alone, by seeks or by one pass, are of the clip', async () => {
  for (const name of ['film.mp4', 'film.ts']) {
    const inspection = await inspect(name, { start: 1.23, end: 5.21 })
    // Many key frames make seeks cheap; a container without an index is never sought in.
    for (const keyFrames of name === 'film.ts' ? [inspection.keyFrames] : [inspection.keyFrames, range(0, 99).map((at) => at / 25)]) {
      const out = await run(planned({ ...inspection, keyFrames }, [snapshots(0, 39, 41, 2000, 3999)]))
      expect([0, 39, 41, 2000, 3999].map((ms) => numbersIn(join(out, `snapshot.f10_${ms}.jpg`))[0])).toEqual([30, 30, 31, 80, 129])
    }
  }
})

test('a sprite shows frames of the clip alone, and its map covers it', async () => {
  // Key frames stand at 0, 1.6, 3.2 and 4.8 s of the film.
  const task = sprite(1, { width: 160, height: 48, rows: 1, columns: 3, fillType: 'stretch' })
  const tiles = async (clip: Clip): Promise<readonly number[]> => {
    const out = await run(planned(await inspect('film.mp4', clip), [task]))
    return [0, 1, 2].map((at) => numbersIn(join(out, 'sprite.f10_000.jpg'), `crop=160:48:${at * 160}:0`)[0] ?? -1)
  }
  expect(await tiles({ start: 1, end: 4 })).toEqual([40, 40, 40])
  expect(await tiles({ start: 1.6, end: 4.6 })).toEqual([40, 40, 80])
})

test('an animation counts its times from the start of the clip', async () => {
  for (const [name, startTime, endTime, shown] of [['film.mp4', 0, 1, [50, 62]], ['film.mp4', 1, 2, [75, 87]], ['film.flv', 1, 2, [75, 87]]] as const) {
    const out = await run(planned(await inspect(name, { start: 2.03, end: 5 }), [animation('gif', { startTime, endTime })]))
    expect(numbersIn(join(out, 'v.f20000.gif'))).toEqual(shown)
  }
})

test('two passes read the same frames', async () => {
  const out = await run(planned(await inspect('film.mp4', { start: 1, end: 2 }), [transcode(20, { video: { fps: 0, width: 160, videoRateControl: 1 } })]))
  expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual(range(25, 49))
})

test('a film of a variable rate is cut just where it was asked: what is shown then is shown for what is left of it', async () => {
  // Frames 23 and 33 are shown for five frames' time: 0.92 to 1.12 s, 1.32 to 1.52 s.
  const inspection = await inspect('variable.mp4', { start: 1, end: 1.44 })
  expect(inspection.facts.durationSeconds).toBeCloseTo(0.44, 3)
  expect(inspection.frames).toMatchObject({ runs: [{ first: 0, count: 2 }, { count: 5 }] })
  const out = await run(planned(inspection, [whole, snapshots(0, 100, 130, 430)]))
  expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual([23, 23, 23, 28, 29, 30, 31, 32, 33, 33, 33])
  expect([0, 100, 130, 430].map((ms) => numbersIn(join(out, `snapshot.f10_${ms}.jpg`))[0])).toEqual([23, 23, 28, 33])
  expect(clicksIn(join(out, 'v.f20.mp4'))[0]).toBeCloseTo(0, 1)
})

test('and keeps its variable rate', async () => {
  const inspection = await inspect('variable.mp4', { start: 0.3, end: 3.7 })
  expect(inspection.facts.videoStreams[0]?.variableFrameRate).toBe(true)
  const out = await run(planned(inspection, [whole]))
  expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual([3, ...range(8, 92).filter((at) => at % 10 < 4 || at % 10 > 7)])
})

test('sound alone is cut to the sample', async () => {
  const out = await run(planned(await inspect('film.mp4', { start: 1.5, end: 3.25 }), [transcode(1010, { container: 'm4a', video: 'none' })]))
  const heard = clicksIn(join(out, 'v.f1010.m4a'))
  expect(heard).toHaveLength(2)
  expect(heard[0]).toBeCloseTo(0.52, 1)
})

test('streams are copied where the clip begins with a key frame and nothing is out of order at its end', async () => {
  for (const name of ['film.mp4', 'film.mkv', 'silent.mp4']) {
    // Key frames are 40, 80 and 120; in the Matroska file 21 ms later.
    const inspection = await inspect(name, { start: 1.63, end: 4.79 })
    const plan = planned(inspection, [remux(875, 'mp4')])
    expect(plan.steps[0]?.reasons.map(({ choice }) => choice)).toEqual(['copy'])
    const out = await run(plan)
    expect(numbersIn(join(out, 'v.f875.mp4'))).toEqual(range(40, 119))
    if (name !== 'silent.mp4') expect(clicksIn(join(out, 'v.f875.mp4'))[0]).toBeCloseTo(0.4, 1)
  }
})

test.each([
  [{ start: 2.5, end: 4.79 }, /^a copy can only begin with a key frame, and the clip begins at 2\.48 s: the next places to cut at are 1\.6 s and 3\.2 s$/],
  [{ start: 1.6, end: 4.45 }, /^a copy would lose or add frames where they are not stored in order, as around the end of the clip at 4\.48 s: the next places to cut at are 3\.2 s and 4\.8 s$/],
])('and not where that would show other frames: %j', async (clip, why) => {
  const { steps, doomed } = planned(await inspect('film.mp4', clip), [remux(875, 'mp4')])
  expect([steps.length, doomed]).toEqual([0, [{ task: 'transcode.875', failure: { reason: 'source-unsuitable', detail: expect.stringMatching(why) } }]])
})

test('no copy of a clip or of a part takes frames that its file does not show', async () => {
  ffmpeg(['-ss', '1', '-i', 'film.mp4', '-c', 'copy', 'hidden.mp4'])
  const clip = planned(await inspect('hidden.mp4', { end: 2.19 }), [remux(875, 'mp4')])
  expect(clip.doomed[0]?.failure).toMatchObject({ detail: expect.stringContaining('the file begins with frames that are not shown') })
  const joined = planned(await inspectParts(['hidden.mp4'], ['hidden.mp4']), [remux(875, 'mp4')])
  expect(joined.doomed[0]?.failure).toMatchObject({ detail: expect.stringContaining('part 1 has frames that are not shown') })
})

test('no copy is cut out of a container without an index', async () => {
  expect(planned(await inspect('film.ts', { start: 1.63 }), [remux(875, 'mp4')]).doomed[0]?.failure).toMatchObject({ detail: 'a copy cannot be cut out of ts, which has no index' })
})

test('clips are copied into a join where the first begins with a key frame and the others with their file', async () => {
  const inspection = await inspectParts(['film.mp4', { start: 1.63, end: 4.79 }], ['film.mp4'], ['film.mp4', { end: 3.19 }])
  const plan = planned(inspection, [remux(875, 'mp4')])
  expect(plan.steps[0]?.reasons.map(({ choice }) => choice)).toContain('copy')
  const out = join(await run(plan), 'v.f875.mp4')
  expect(numbersIn(out)).toEqual([...range(40, 119), ...range(0, 149), ...range(0, 79)])
  // Part 1 is 3.2 s long and begins at 1.6 s; part 2 begins at 3.2 s and part 3 at 9.2 s.
  const heard = clicksIn(out)
  const clicked = [0.4, 1.4, 2.4, 3.2, 4.2, 5.2, 6.2, 7.2, 8.2, 9.2, 10.2, 11.2, 12.2]
  expect(heard.length).toBe(clicked.length)
  for (const [at, seconds] of clicked.entries()) expect(Math.abs((heard[at] ?? 0) - seconds), `${heard[at]} for ${seconds} s`).toBeLessThan(0.07)
})

test.each([
  ['film.mp4', { start: 1, end: 4.79 }, {}, 'part 1 is a clip, and a copy can only begin with a key frame, and the clip begins at 1 s'],
  ['film.mp4', { start: 1.6 }, { end: 3.1 }, 'part 2 is a clip, and a copy would lose or add frames where they are not stored in order'],
  ['film.mp4', { start: 1.6 }, { start: 1.6 }, 'part 2 is a clip, and only the first part can be copied from a key frame inside its file'],
  ['film.ts', { end: 3.2 }, {}, 'part 1 is a clip, and a copy cannot be cut out of ts, which has no index'],
  ['film.mkv', { start: 1.63 }, {}, 'part 1 is a clip, and clips of mkv are not joined as they are'],
])('and a join of clips of %s is not copied where that might show other frames: %j and %j', async (name, one, two, why) => {
  const { doomed } = planned(await inspectParts([name, one], [name, two]), [remux(875, 'mp4')])
  expect(doomed[0]?.failure).toMatchObject({ reason: 'source-unsuitable', detail: expect.stringContaining(why) })
})

test('the source is kept from the same decode as the rest where it has to be encoded', async () => {
  const keep = { kind: 'source', id: taskId('source'), inputs: [], form: 'file', keep: true } as const
  const plan = plannedWith(await inspect('film.mp4', { start: 2.5, end: 4.5 }), [keep, transcode(20, { video: { fps: 0, width: 80 } })])
  expect(plan.steps.map(({ covers }) => covers)).toEqual([['source', 'transcode.20']])
  expect(plan.steps[0]?.reasons.map(({ because }) => because)).toContainEqual(expect.stringMatching(/^source\.mp4 is encoded anew, frame by frame: a copy can only begin with a key frame/))
  const out = await run(plan)
  expect(numbersIn(join(out, 'source.mp4'))).toEqual(range(62, 112))
  expect(numbersIn(join(out, 'v.f20.mp4'))).toEqual(range(62, 112))
})

test('and copied where it can be', async () => {
  const keep = { kind: 'source', id: taskId('source'), inputs: [], form: 'file', keep: true } as const
  const plan = plannedWith(await inspect('film.mp4', { start: 1.6, end: 4.79 }), [keep, transcode(20, { video: { fps: 0, width: 80 } })])
  expect(plan.steps.find(({ covers }) => covers.some((task) => task === 'source'))?.reasons.map(({ choice }) => choice)).toEqual(['copy'])
  const out = await run(plan)
  expect(numbersIn(join(out, 'source.mp4'))).toEqual(range(40, 119))
})

/** Millions of pixels that an encode of the last second but one decodes. */
async function decodedFor(name: string): Promise<number> {
  const plan = planned(await inspect(name, { start: 4.5, end: 5.5 }), [transcode(20, { video: { width: 80 } })])
  return plan.estimate?.steps[0]?.work['decodeH264Megapixel'] ?? 0
}

test('what has to be decoded before a clip is counted', async () => {
  // From the key frame at 3.2 s, and from the start.
  expect((await decodedFor('film.ts')) / (await decodedFor('film.mp4'))).toBeCloseTo(5.5 / 2.3, 0)
})
