/** All outputs of a step looked into by one process; what is wrong with one of them is found, named, and no matter of its siblings. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taskId } from '@vodflow/core'
import type { PlanStep, StepOutcome } from '@vodflow/engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFfmpegBackend, type ExpectedMedia, type ExpectedOutput, type FfmpegBackendOptions, type FfmpegWork } from '../../src/index.ts'
import { sandboxFor } from '../../src/locate/index.ts'
import { decodeTogether, verifyOutput, type VerifyTools } from '../../src/verify/index.ts'
import { film, makeMedia, packagedProgram, temporaryFolder, testEnvironment, toolsAtHand } from '../helpers/machine.ts'

const SECONDS = 3
let whole: Buffer
let picture: Buffer
let tools: Build

/** Of this file, as long as it runs. */
const shelf = mkdtempSync(join(tmpdir(), 'vodflow-test-'))

beforeAll(async () => {
  tools = await toolsAtHand()
  whole = await readFile(await makeMedia(shelf, 'whole.mp4', film(SECONDS, ['-s', '160x90', '-g', '30', '-bf', '2'])))
  picture = await readFile(await makeMedia(shelf, 'picture.jpg', ['-f', 'lavfi', '-i', 'testsrc=s=160x90:d=0.04', '-frames:v', '1']))
})
afterAll(() => rm(shelf, { recursive: true }))

interface Build {
  readonly ffmpeg: string
  readonly ffprobe: string
}

/** The programs at hand, which write down what they are started with; what is asked of them once, they are asked before. */
async function watched(): Promise<Build & { readonly log: string }> {
  const folder = join(shelf, 'watched')
  const log = join(folder, 'log')
  const programs = { ffmpeg: join(folder, 'ffmpeg'), ffprobe: join(folder, 'ffprobe') }
  if (!existsSync(folder)) {
    await mkdir(folder)
    for (const word of ['ffmpeg', 'ffprobe'] as const) {
      await writeFile(programs[word], `#!/bin/sh\necho "${word} $*" >> '${log}'\nexec '${tools[word]}' "$@"\n`)
      await chmod(programs[word], 0o755)
    }
    await toolsAtHand(testEnvironment({ VODFLOW_FFMPEG: programs.ffmpeg, VODFLOW_FFPROBE: programs.ffprobe }))
  }
  await writeFile(log, '')
  return { ...programs, log }
}

/** A step that ends with these files in its work folder, and what was started to look into them, by its arguments. */
async function settle(files: Readonly<Record<string, Buffer>>, outputs: readonly ExpectedOutput[], options: Partial<FfmpegBackendOptions> = {}) {
  const folder = await temporaryFolder()
  const [workFolder, outputFolder] = [join(folder, 'work'), join(folder, 'out')]
  await Promise.all([mkdir(workFolder), mkdir(outputFolder)])
  const { log, ...programs } = await watched()
  const source = join(folder, 'source.mp4')
  await writeFile(source, whole)
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(workFolder, name), bytes)
  const covers = [...new Set(outputs.map(({ task }) => task))]
  const step: PlanStep<FfmpegWork> = {
    id: 'encode', covers, needs: [], reasons: [],
    work: { type: 'ffmpeg', program: programs.ffmpeg, source, arrange: [], write: [], commands: [], outputs },
  }
  const env = testEnvironment({ VODFLOW_FFMPEG: programs.ffmpeg, VODFLOW_FFPROBE: programs.ffprobe })
  const context = { signal: new AbortController().signal, outputFolder, workFolder, artifacts: [], onProcess: () => undefined, onProgress: () => undefined }
  const outcome = await createFfmpegBackend({ env, ...options }).execute(step, context)
  const started = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '' && !line.includes(' -version'))
  return { outcome, started }
}

function mp4(name: string, more: Partial<ExpectedMedia> = {}): ExpectedMedia {
  return {
    kind: 'media', task: taskId(`transcode.${name}`), path: `${name}.mp4`, container: 'mp4', deep: false,
    video: { codec: 'h264', width: 160, height: 90, rotation: 0, pixelFormat: 'yuv420p', durationSeconds: SECONDS, toleranceSeconds: 0.04 },
    audio: { codec: 'aac', samplingRate: 48000, channels: 2, durationSeconds: SECONDS, toleranceSeconds: 0.043 },
    ...more,
  }
}

function image(name: string): ExpectedOutput {
  return { kind: 'images', task: taskId(`coverBySnapshot.${name}`), format: 'jpg', width: 160, height: 90, files: [{ path: `${name}.jpg` }] }
}

/** Something else in place of the packets of one kind, from one time to another; the index still promises them. */
async function spoiled(kind: 'v' | 'a', from: number, to = SECONDS): Promise<Buffer> {
  const packets = execFileSync(tools.ffprobe, ['-v', 'error', '-select_streams', `${kind}:0`, '-show_entries', 'packet=pts_time,pos,size', '-of', 'csv=p=0', join(shelf, 'whole.mp4')], { encoding: 'utf8' })
  const bytes = Buffer.from(whole)
  for (const line of packets.trim().split('\n')) {
    const [time = 0, size = 0, position = 0] = line.split(',').map(Number)
    if (time >= from && time < to) bytes.fill(kind === 'v' ? 0 : 0xff, position, position + size)
  }
  return bytes
}

/** A picture of the right size with a right end, and no tables to decode it by. */
function undecodable(): Buffer {
  const bytes = Buffer.from(picture)
  for (let at = bytes.indexOf(Buffer.from([0xff, 0xc4])); at !== -1; at = bytes.indexOf(Buffer.from([0xff, 0xc4]), at + 1)) bytes.fill(0xff, at + 4, at + 4 + 17)
  return bytes
}

/** Without what differs from one process to the next. */
function endsOf({ tasks }: StepOutcome) {
  const text = JSON.stringify(Object.fromEntries(tasks.map((task) => [task.task, task.ok ? 'ok' : task.failure])))
  // What was written as JSON just now is an object with these names.
  return JSON.parse(text.replaceAll(/@ 0x[0-9a-f]+/g, '@').replaceAll(/vodflow-test-\w+/g, '')) as Record<string, unknown>
}

const good = { 'a.mp4': () => whole, 'b.mp4': () => whole, 'c.jpg': () => picture, 'd.jpg': () => picture }
const goodFiles = () => Object.fromEntries(Object.entries(good).map(([name, bytes]) => [name, bytes()]))

test('three films, a cover, samples and a sprite: one process looks into them all, and none where it was not needed', async () => {
  const sprite: ExpectedOutput = { kind: 'sprite', task: taskId('imageSprite.10'), sheets: ['s_000.jpg'], vtt: 's.vtt', width: 160, height: 90, tileCount: 1, endSeconds: 3 }
  const vtt = Buffer.from('WEBVTT\n\n00:00:00.000 --> 00:00:03.000\ns_000.jpg#xywh=0,0,160,90\n')
  const samples: ExpectedOutput = { kind: 'images', task: taskId('sampleSnapshot.10'), format: 'jpg', width: 160, height: 90, files: [{ path: 'e.jpg' }, { path: 'f.jpg' }] }
  const files = { ...goodFiles(), 'g.mp4': whole, 'e.jpg': picture, 'f.jpg': picture, 's_000.jpg': picture, 's.vtt': vtt }
  const { outcome, started } = await settle(files, [mp4('a'), mp4('b'), mp4('g'), image('c'), samples, sprite])
  expect(Object.values(endsOf(outcome))).toEqual(Array.from({ length: 6 }, () => 'ok'))
  expect(started).toEqual([expect.stringMatching(/^ffmpeg .*a\.mp4.*b\.mp4.*g\.mp4.*pipe:0/)])
  const deep = await settle(goodFiles(), [mp4('a'), mp4('b', { deep: true }), image('c')], { verifyDeep: true })
  expect([Object.values(endsOf(deep.outcome)), deep.started.length]).toEqual([['ok', 'ok', 'ok'], 1])
  const alone = await settle(goodFiles(), [mp4('a', { deep: true })])
  expect([Object.values(endsOf(alone.outcome)), alone.started.length]).toEqual([['ok'], 1])
})

test.each<[string, { readonly film?: () => Promise<Buffer>; readonly picture?: () => Buffer; readonly deep?: boolean }, RegExp]>([
  ['a head that does not decode', { film: () => spoiled('v', -1) }, /a video stream in a\.mp4 whose first frame decodes/],
  ['a sound that does not decode', { film: () => spoiled('a', -1) }, /a audio stream in a\.mp4 whose first frame decodes/],
  ['a tail of pictures that does not decode', { film: () => spoiled('v', 1), deep: true }, /a video stream in a\.mp4 that decodes to its end/],
  ['a tail of sound that does not decode', { film: () => spoiled('a', 1), deep: true }, /a audio stream in a\.mp4 that decodes to its end/],
  ['a file that is cut short', { film: async () => whole.subarray(0, whole.length * 0.7) }, /a\.mp4/],
  ['a picture cut short', { picture: () => picture.subarray(0, picture.length / 2) }, /c\.jpg as a jpg of 160x90/],
  ['a picture that does not decode', { picture: undecodable }, /1 images that decode/],
])('%s is found among good ones, which count, as it is found alone', async (_, wrong, sentence) => {
  const files = { ...goodFiles(), ...(wrong.film && { 'a.mp4': await wrong.film() }), ...(wrong.picture && { 'c.jpg': wrong.picture() }) }
  const options = { verifyDeep: wrong.deep === true }
  const bad = wrong.film ? mp4('a') : image('c')
  const outputs = wrong.film ? [mp4('a'), mp4('b'), image('c')] : [mp4('b'), image('c'), image('d')]
  const [together, alone] = [await settle(files, outputs, options), await settle(files, [bad], options)]
  const failure = endsOf(alone.outcome)[bad.task]
  expect(failure).toMatchObject({ reason: 'output-mismatch', expected: expect.stringMatching(sentence) })
  expect(endsOf(together.outcome)).toEqual({ ...Object.fromEntries(outputs.map(({ task }) => [task, 'ok'])), [bad.task]: failure })
})

test('damage in the middle of a head or a tail spoils no verdict', async () => {
  for (const bytes of [await spoiled('v', 0.3, 0.6), await spoiled('v', 2.6, 2.8)]) {
    const files = { ...goodFiles(), 'a.mp4': bytes }
    expect(Object.values(endsOf((await settle(files, [mp4('a'), mp4('b')], { verifyDeep: true })).outcome))).toEqual(['ok', 'ok'])
  }
})

/** What one process of this build says of two films and two pictures, all of them whole. */
async function lookAt(look: Partial<VerifyTools>) {
  const folder = await temporaryFolder()
  for (const [name, bytes] of Object.entries(goodFiles())) await writeFile(join(folder, name), bytes)
  const all = { ...tools, folder, signal: new AbortController().signal, deep: true, ...look }
  const outputs = [mp4('a'), mp4('b'), image('c'), image('d')]
  const seen = await decodeTogether(outputs, all)
  const verdicts = await Promise.all(outputs.map((output) => verifyOutput(output, { ...all, ...seen })))
  return { films: [...seen.ends.keys()], pictures: [...seen.decoded], verdicts: verdicts.map(({ ok }) => ok) }
}
const together = { films: ['a.mp4', 'b.mp4'], pictures: ['c.jpg', 'd.jpg'], verdicts: [true, true, true, true] }

test('an ffmpeg that cannot decode them together costs time, not the verdict', async () => {
  const ffmpeg = join(await temporaryFolder(), 'ffmpeg')
  await writeFile(ffmpeg, '#!/bin/sh\necho "Unrecognized option." >&2\nexit 1\n')
  await chmod(ffmpeg, 0o755)
  expect(await lookAt({ ffmpeg })).toEqual({ ...together, films: [] })
})

test('the build of 2018 decodes them together too', async () => {
  const [ffmpeg, ffprobe] = [packagedProgram('@ffmpeg-installer', 'ffmpeg'), packagedProgram('@ffprobe-installer', 'ffprobe')]
  if (ffmpeg !== undefined && ffprobe !== undefined) expect(await lookAt({ ffmpeg, ffprobe })).toEqual(together)
})

test('they are decoded together in a sandbox as well', async () => {
  const found = await sandboxFor('auto', tools.ffmpeg, testEnvironment())
  if (!found.ok || found.value === undefined) return console.error('SKIPPED: no bubblewrap works here')
  expect(await lookAt({ sandbox: found.value })).toEqual(together)
})
