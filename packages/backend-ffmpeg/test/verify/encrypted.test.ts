/** Encrypted HLS: what is written for ffmpeg while it runs, and that what comes out is looked into under its key. */
import { statSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { taskId } from '@vodflow/core'
import type { Artifact, Encryption, ExecutionContext, StepOutcome } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { createFfmpegBackend, type CommandWork, type ExpectedMedia } from '../../src/index.ts'
import { film, makeMedia, temporaryFolder, testEnvironment, toolsAtHand } from '../helpers/machine.ts'

const task = taskId('transcode.230')
const encryption: Encryption = { fileId: '1', edk: 'x', dataKey: Buffer.from('fake data key 16'), keyAddresses: { [task]: 'https://keys.example/get?edk=x' } }

const expected: ExpectedMedia = {
  kind: 'media', task, path: 'v.f230.m3u8', container: 'hls', deep: false, keyInfo: 'v.f230.keyinfo',
  video: { codec: 'h264', width: 160, height: 90, rotation: 0, pixelFormat: 'yuv420p', durationSeconds: 2, toleranceSeconds: 0.04 },
  audio: { codec: 'aac', samplingRate: 48_000, channels: 2, durationSeconds: 2 + 1024 / 48_000, toleranceSeconds: 0.043 },
}

const hls = (stem: string, more: readonly string[] = []): readonly string[] => ['-f', 'hls', '-hls_time', '1', '-hls_playlist_type', 'vod', '-hls_segment_filename', `${stem}_%05d.ts`, ...more, `${stem}.m3u8`]
const copy = ['-c', 'copy']
/** Made once: what these tests differ in is how it is muxed. */
let encoded: Promise<Buffer> | undefined

const closed = hls('v.f230', ['-hls_key_info_file', 'v.f230.keyinfo'])

interface Ran {
  readonly outcome: StepOutcome
  readonly out: string
  readonly left: readonly string[]
  readonly workFolder: string
}

async function run(change: { readonly muxing?: readonly string[]; readonly work?: Partial<CommandWork>; readonly context?: Partial<ExecutionContext>; readonly watch?: (workFolder: string) => void } = {}): Promise<Ran> {
  const folder = await temporaryFolder()
  encoded ??= makeMedia(folder, 'source.mp4', film(2, ['-s', '160x90', '-g', '25'])).then((path) => readFile(path))
  const source = join(folder, 'source.mp4')
  await writeFile(source, await encoded)
  const [out, workFolder] = [join(folder, 'out'), join(folder, 'work')]
  await Promise.all([mkdir(out), mkdir(workFolder)])
  const work: CommandWork = {
    type: 'ffmpeg', program: (await toolsAtHand()).ffmpeg, source, arrange: [], write: [], outputs: [expected],
    commands: [{ args: ['-i', source, ...copy, ...(change.muxing ?? closed)], mediaSeconds: 2 }], ...change.work,
  }
  const context: ExecutionContext = {
    signal: new AbortController().signal, outputFolder: out, workFolder, artifacts: [], encryption,
    onProcess: () => change.watch?.(workFolder), onProgress: () => {}, ...change.context,
  }
  const outcome = await createFfmpegBackend({ env: testEnvironment() }).execute({ id: 'encode', covers: [task], needs: [], reasons: [], work }, context)
  return { outcome, out, left: await readdir(workFolder), workFolder }
}

function artifactsOf({ outcome }: Ran): readonly Artifact[] {
  return outcome.tasks.flatMap((one) => (one.ok ? one.artifacts : expect.fail(JSON.stringify(one.failure))))
}

function failureOf({ outcome }: Ran) {
  return outcome.tasks.flatMap((one) => (one.ok ? [] : [one.failure]))[0]
}

test('an encrypted output is measured like any other, and its key is there for ffmpeg alone', async () => {
  const seen: string[] = []
  const ran = await run({ watch: (folder) => seen.push(...['data.key', 'v.f230.keyinfo'].map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`)) })
  const artifacts = artifactsOf(ran)
  expect(artifacts.map(({ path }) => path)).toEqual(['v.f230_00000.ts', 'v.f230_00001.ts', 'v.f230.m3u8'])
  expect(artifacts.at(-1)?.media).toMatchObject({ width: 160, height: 90, codecs: expect.stringMatching(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/) })
  expect(artifacts.at(-1)?.media?.durationSeconds).toBeCloseTo(2, 0)
  if (process.platform !== 'win32') expect(seen).toEqual(['data.key 600', 'v.f230.keyinfo 600'])
  expect(ran.left).toEqual([])
  expect(await readFile(join(ran.out, 'v.f230.m3u8'), 'utf8')).toMatch(/#EXT-X-KEY:METHOD=AES-128,URI="https:\/\/keys\.example\/get\?edk=x",IV=0x[0-9a-f]{32}\n/)
})

const another = { args: ['-f', 'lavfi', '-i', 'testsrc=s=160x90:r=25:d=2', '-c:v', 'libx264', '-preset', 'ultrafast', ...hls('p')], mediaSeconds: 2 }
const { keyInfo: _keyInfo, ...open } = expected

test.each<[string, Parameters<typeof run>[0], object]>([
  ['an output that was not encrypted', { muxing: hls('v.f230') }, { expected: 'the key of the run in v.f230.m3u8', found: 'no encryption' }],
  ['one that was and should not be', { work: { outputs: [{ ...open, keyInfo: 'v.f230.keyinfo', task: taskId('transcode.240') }, open] } }, { expected: 'v.f230.m3u8 without encryption', found: 'a key' }],
  ['one of another size', { work: { outputs: [{ ...expected, ...(expected.video && { video: { ...expected.video, width: 162 } }) }] } }, { expected: expect.stringContaining('162x90') }],
])('%s is a mismatch', async (_what, change, wanted) => {
  const addresses = { ...encryption, keyAddresses: { ...encryption.keyAddresses, 'transcode.240': 'https://keys.example/get?edk=x' } }
  const ran = await run({ ...change, context: { encryption: addresses } })
  expect(failureOf(ran)).toMatchObject({ reason: 'output-mismatch', ...wanted })
  expect(await readdir(ran.out)).toEqual([])
})

test('one that ends too early is a mismatch, and what was opened to see that is for nobody else', async () => {
  const ran = await run({ work: { outputs: [{ ...expected, ...(expected.video && { video: { ...expected.video, durationSeconds: 3 } }) }] } })
  expect(failureOf(ran)).toMatchObject({ reason: 'output-mismatch', expected: expect.stringContaining('3.000 s') })
  const opened = ran.left.filter((name) => name.startsWith('opened.'))
  expect(opened).toEqual(['opened.v.f230.m3u8'])
  if (process.platform !== 'win32') expect((statSync(join(ran.workFolder, ...opened)).mode & 0o777).toString(8)).toBe('700')
  expect(await readdir(ran.out)).toEqual([])
})

test('a segment that anybody can read, one cut off, and no media at all are found', async () => {
  const source = ['-f', 'lavfi', '-i', 'testsrc=s=160x90:r=25:d=2', '-f', 'lavfi', '-i', 'sine=d=2:sample_rate=48000', '-ac', '2']
  const both = [{ args: [...source, ...copy, ...closed], mediaSeconds: 2 }, another]
  const plain = await run({ work: { commands: both, arrange: [{ from: 'p_00000.ts', to: 'v.f230_00001.ts' }] } })
  expect(failureOf(plain)).toMatchObject({ found: 'a transport stream that anybody can read' })
  const text = await run({ work: { commands: both, arrange: [{ from: 'p.m3u8', to: 'v.f230_00001.ts' }] } })
  expect(failureOf(text)).toMatchObject({ expected: 'the segment v.f230_00001.ts encrypted with the key of its run', found: 'what this key does not open' })
  expect(await readdir(text.out)).toEqual([])
})

test('without a key nothing is started', async () => {
  let started = 0
  const { encryption: _none, ...without } = { encryption, onProcess: () => void (started += 1) }
  const folder = await temporaryFolder()
  const source = await makeMedia(folder, 'source.mp4', film(0.2))
  const work: CommandWork = { type: 'ffmpeg', program: (await toolsAtHand()).ffmpeg, source, arrange: [], write: [], outputs: [expected], commands: [{ args: ['-i', source, ...copy, ...closed], mediaSeconds: 1 }] }
  const context: ExecutionContext = { signal: new AbortController().signal, outputFolder: folder, workFolder: folder, artifacts: [], onProgress: () => {}, ...without }
  const outcome = await createFfmpegBackend({ env: testEnvironment() }).execute({ id: 'encode', covers: [task], needs: [], reasons: [], work }, context)
  expect([outcome.tasks[0]?.ok === false && outcome.tasks[0].failure.reason, started]).toEqual(['tool-incapable', 0])
})
