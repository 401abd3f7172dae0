import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { taskId, type TaskId } from '@vodflow/core'
import type { Artifact, ChildRecord, ExecutionContext, PlanStep, StepOutcome } from '@vodflow/engine'
import { expect, onTestFinished, test } from 'vitest'
import { createFfmpegBackend, endOrphan, type CommandWork, type ExpectedMedia, type FfmpegBackendOptions, type FfmpegWork } from '../../src/index.ts'
import { film, makeMedia, mediaFolder, packagedProgram, temporaryFolder, testEnvironment, toolsAtHand } from '../helpers/machine.ts'

const video = taskId('transcode.20')
const cover = taskId('coverBySnapshot.10')

interface Bench {
  readonly folder: string
  readonly source: string
  readonly program: string
}

/** Already what the steps below make of it, so that most of them only copy. Made once for each length. */
const films = new Map<number, Promise<Buffer>>()
function filmOf(seconds: number, folder: string): Promise<Buffer> {
  const made = films.get(seconds) ?? makeMedia(folder, 'source.mp4', film(seconds, ['-s', '160x90'])).then((path) => readFile(path))
  films.set(seconds, made)
  return made
}

async function bench(seconds = 2): Promise<Bench> {
  const folder = await temporaryFolder()
  const source = join(folder, 'source.mp4')
  await writeFile(source, await filmOf(seconds, folder))
  await mkdir(join(folder, 'out'))
  return { folder, source, program: (await toolsAtHand()).ffmpeg }
}

function mp4(seconds: number, more: Partial<ExpectedMedia> = {}): ExpectedMedia {
  return {
    kind: 'media', task: video, path: 'v.f20.mp4', container: 'mp4', deep: false,
    video: { codec: 'h264', width: 160, height: 90, rotation: 0, pixelFormat: 'yuv420p', durationSeconds: seconds, toleranceSeconds: 0.04 },
    audio: { codec: 'aac', samplingRate: 48000, channels: 2, durationSeconds: seconds, toleranceSeconds: 0.043 },
    ...more,
  }
}

const encode = ['-vf', 'scale=160:90', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac']

function step(bench: Bench, more: Partial<CommandWork> = {}, covers: readonly TaskId[] = [video]): PlanStep<FfmpegWork> {
  const work: CommandWork = {
    type: 'ffmpeg', program: bench.program, source: bench.source, arrange: [], write: [],
    commands: [{ args: ['-i', bench.source, '-c', 'copy', 'v.f20.mp4'], mediaSeconds: 2 }],
    outputs: [mp4(2)],
    ...more,
  }
  return { id: 'encode', covers, needs: [], reasons: [], work }
}

async function run(bench: Bench, what: PlanStep<FfmpegWork>, more: Partial<ExecutionContext> = {}, options: Partial<FfmpegBackendOptions> = {}): Promise<StepOutcome> {
  const workFolder = join(bench.folder, 'work')
  await rm(workFolder, { recursive: true, force: true })
  await mkdir(workFolder)
  const context: ExecutionContext = {
    signal: new AbortController().signal, outputFolder: join(bench.folder, 'out'), workFolder, artifacts: [],
    onProcess: () => undefined, onProgress: () => undefined, ...more,
  }
  return createFfmpegBackend({ env: testEnvironment(), ...options }).execute(what, context)
}

function artifactsOf(outcome: StepOutcome): readonly Artifact[] {
  return outcome.tasks.flatMap((task) => (task.ok ? task.artifacts : expect.fail(JSON.stringify(task.failure))))
}

function failuresOf(outcome: StepOutcome) {
  return outcome.tasks.flatMap((task) => (task.ok ? [] : [task.failure]))
}

function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('a good command gives a measured artifact, and progress that only grows', async () => {
  const here = await bench()
  const fractions: number[] = []
  const children: ChildRecord[] = []
  const commands = [{ args: ['-i', here.source, ...encode, 'v.f20.mp4'], mediaSeconds: 2 }]
  const outcome = await run(here, step(here, { commands }), { onProgress: (progress) => fractions.push(progress.fraction), onProcess: (child) => children.push(child) })
  const [artifact] = artifactsOf(outcome)
  expect(artifact).toMatchObject({ task: video, role: 'video', path: 'v.f20.mp4', media: { container: 'mp4', width: 160, height: 90, videoStreams: [{ codec: 'h264', fps: 25 }], audioStreams: [{ codec: 'aac', samplingRate: 48000 }] } })
  const md5 = execFileSync('md5sum', [join(here.folder, 'out', 'v.f20.mp4')], { encoding: 'utf8' }).slice(0, 32)
  expect(artifact?.md5).toBe(md5)
  expect(artifact?.media?.durationSeconds).toBeCloseTo(2, 1)
  expect(fractions.at(-1)).toBe(1)
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(children).toHaveLength(1)
  expect(children[0]?.startedAt).toMatch(process.platform === 'linux' ? /^\d+$/ : /^$/)
})

test.each<[string, Partial<ExpectedMedia>, RegExp]>([
  ['a wrong size', { video: { codec: 'h264', width: 162, height: 90, rotation: 0, durationSeconds: 2, toleranceSeconds: 0.04 } }, /162x90/],
  ['a wrong codec', { video: { codec: 'hevc', width: 160, height: 90, rotation: 0, durationSeconds: 2, toleranceSeconds: 0.04 } }, /hevc/],
  ['a rotation', { video: { codec: 'h264', width: 160, height: 90, rotation: 90, durationSeconds: 2, toleranceSeconds: 0.04 } }, /rotation/],
  ['a wrong pixel format', { video: { codec: 'h264', width: 160, height: 90, rotation: 0, pixelFormat: 'yuv420p10le', durationSeconds: 2, toleranceSeconds: 0.04 } }, /yuv420p10le/],
  ['a short film', { video: { codec: 'h264', width: 160, height: 90, rotation: 0, durationSeconds: 3, toleranceSeconds: 0.04 } }, /3\.000 s .*video/],
  ['a short sound', { audio: { codec: 'aac', durationSeconds: 3, toleranceSeconds: 0.043 } }, /3\.000 s .*audio/],
  ['a wrong container', { container: 'flv' }, /flv/],
  ['a missing file', { path: 'other.mp4' }, /other\.mp4/],
])('%s is a mismatch and leaves nothing in the output folder', async (_, more, expected) => {
  const here = await bench()
  const [failure] = failuresOf(await run(here, step(here, { outputs: [mp4(2, more)] })))
  expect(failure).toMatchObject({ reason: 'output-mismatch', expected: expect.stringMatching(expected) })
  expect(await readdir(join(here.folder, 'out'))).toEqual([])
})

test('a stream more than planned is a mismatch', async () => {
  const here = await bench()
  const { audio: _, ...silent } = mp4(2)
  expect(failuresOf(await run(here, step(here, { outputs: [silent] })))).toMatchObject([{ reason: 'output-mismatch', found: 'video, audio' }])
})

test('one task that is wrong leaves its siblings', async () => {
  const here = await bench()
  const commands = [{ args: ['-i', here.source, '-c', 'copy', 'v.f20.mp4', '-map', '0:v', '-frames:v', '1', 'cover.jpg'], mediaSeconds: 2 }]
  const images = { kind: 'images', task: cover, format: 'jpg', width: 161, height: 90, files: [{ path: 'cover.jpg' }] } as const
  const outcome = await run(here, step(here, { commands, outputs: [mp4(2), images] }, [video, cover]))
  expect(outcome.tasks.map((task) => [task.task, task.ok])).toEqual([[video, true], [cover, false]])
  expect(failuresOf(outcome)).toMatchObject([{ reason: 'output-mismatch', found: '160x90' }])
  expect(await readdir(join(here.folder, 'out'))).toEqual(['v.f20.mp4'])
  const right = await run(here, step(here, { commands, outputs: [mp4(2), { ...images, width: 160 }] }, [video, cover]))
  expect(artifactsOf(right).map((artifact) => artifact.path)).toEqual(['v.f20.mp4', 'cover.jpg'])
})

test.each<[string, readonly string[], string]>([
  ['an encoder that is not there', ['-c:v', 'libnothing', 'v.f20.mp4'], 'tool-incapable'],
  ['a filter that is not there', ['-vf', 'nothing', 'v.f20.mp4'], 'tool-incapable'],
  ['a wrong number', ['-b:v', 'x', 'v.f20.mp4'], 'exit-non-zero'],
])('%s has its own reason', async (_, args, reason) => {
  const here = await bench(0.2)
  const [failure] = failuresOf(await run(here, step(here, { commands: [{ args: ['-i', here.source, ...args], mediaSeconds: 1 }] })))
  expect(failure?.reason).toBe(reason)
})

test('a source that is gone, or goes while it is worked on, has vanished', async () => {
  const here = await bench()
  const before = step(here, { source: join(here.folder, 'gone.mp4') })
  expect(failuresOf(await run(here, before))).toMatchObject([{ reason: 'source-vanished' }])
  const commands = [{ args: ['-re', '-i', here.source, ...encode, 'v.f20.mp4'], mediaSeconds: 2 }]
  const pulled = run(here, step(here, { commands, outputs: [mp4(9)] }), { onProcess: () => setTimeout(() => void writeFile(here.source, 'x'), 400) })
  expect(failuresOf(await pulled)).toMatchObject([{ reason: 'source-vanished' }])
})

test('a source that was written over does not count, however whole the output is; one that was removed was read all the same', async () => {
  const here = await bench(1)
  const bytes = await readFile(here.source)
  const slow = step(here, { commands: [{ args: ['-re', '-i', here.source, ...encode, 'v.f20.mp4'], mediaSeconds: 1 }], outputs: [mp4(1)] })
  const during = (what: () => Promise<void>) => run(here, slow, { onProcess: () => setTimeout(() => void what(), 300) })
  expect(failuresOf(await during(() => writeFile(here.source, bytes)))).toMatchObject([{ reason: 'source-vanished', detail: expect.stringMatching(/source\.mp4' was changed while it was worked on$/) }])
  expect(await readdir(join(here.folder, 'out'))).toEqual([])
  expect(artifactsOf(await during(() => rm(here.source)))).toHaveLength(1)
})

test('a source that goes between two looks at it is no crash of ours', async () => {
  const here = await bench(0.2)
  const otherwise = { commands: [], arrange: [] }
  const commands = [
    { args: ['-f', 'lavfi', '-i', 'color=d=0.1', '-f', 'null', '-'], mediaSeconds: 1 },
    { args: ['-i', 'pipe:0', 'cover.jpg'], mediaSeconds: 1, packets: { container: 'movie', stream: 0, startSeconds: 0, frames: [], otherwise } as const },
  ]
  expect(failuresOf(await run(here, step(here, { commands }), { onProcess: () => void rm(here.source) }))).toMatchObject([{ reason: 'source-vanished' }])
})

test('names that lead out of the work folder are refused', async () => {
  const here = await bench(0.2)
  for (const path of ['../x.mp4', '/tmp/x.mp4', 'a/../../x.mp4']) {
    expect(failuresOf(await run(here, step(here, { outputs: [mp4(2, { path })] })))).toMatchObject([{ reason: 'crashed' }])
  }
})

const endless = ['-re', '-f', 'lavfi', '-i', 'testsrc=s=160x90:r=25', '-c:v', 'libx264', '-preset', 'ultrafast', 'v.f20.mp4']

test('a cancelled step leaves no process and no file', async () => {
  const here = await bench(0.2)
  const abort = new AbortController()
  const children: ChildRecord[] = []
  const begun = performance.now()
  const outcome = await run(here, step(here, { commands: [{ args: endless, mediaSeconds: 60 }] }), {
    signal: abort.signal,
    onProcess: (child) => {
      children.push(child)
      setTimeout(() => abort.abort(), 300)
    },
  })
  expect(failuresOf(outcome)).toEqual([{ reason: 'cancelled' }])
  expect(performance.now() - begun).toBeLessThan(5000)
  expect(children.filter((child) => isThere(child.pid))).toEqual([])
  expect(await readdir(join(here.folder, 'out'))).toEqual([])
})

test('a command that is over its time, or hangs, is ended', async () => {
  const here = await bench(0.2)
  const hanging = step(here, { commands: [{ args: endless, mediaSeconds: 60 }] })
  const limits = { baseMs: 400, perMediaSecondMs: 0 }
  expect(failuresOf(await run(here, hanging, {}, { limits }))).toMatchObject([{ reason: 'timed-out', afterMs: expect.any(Number) }])
})

test('Ctrl-C that reaches a program before it reaches us cancels all the same', async () => {
  const here = await bench(0.2)
  const abort = new AbortController()
  const onProcess = ({ pid }: { readonly pid: number }): void => void setTimeout(() => {
    process.kill(pid, 'SIGINT')
    setTimeout(() => abort.abort(), 30)
  }, 200)
  const hanging = step(here, { commands: [{ args: endless, mediaSeconds: 60 }] })
  expect(failuresOf(await run(here, hanging, { signal: abort.signal, onProcess }))).toEqual([{ reason: 'cancelled' }])
})

test('an ffmpeg killed from outside is a failure with its status', async () => {
  const here = await bench(0.2)
  const killed = run(here, step(here, { commands: [{ args: endless, mediaSeconds: 60 }] }), { onProcess: ({ pid }) => setTimeout(() => process.kill(pid, 'SIGKILL'), 300) })
  expect(failuresOf(await killed)).toMatchObject([{ reason: 'exit-non-zero', status: 137, lastLines: expect.arrayContaining(['ended by SIGKILL']) }])
  expect(await readdir(join(here.folder, 'out'))).toEqual([])
})

/** Zeros in place of every picture from a time on: the index still promises them. */
async function blankedFrom(source: string, seconds: number): Promise<string> {
  const { ffprobe } = await toolsAtHand()
  const bytes = await readFile(source)
  const packets = execFileSync(ffprobe, ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time,pos,size', '-of', 'csv=p=0', source], { encoding: 'utf8' })
  for (const line of packets.trim().split('\n')) {
    const [time = 0, size = 0, position = 0] = line.split(',').map(Number)
    if (time >= seconds) bytes.fill(0, position, position + size)
  }
  const path = source.replace('.mp4', '-blanked.mp4')
  await writeFile(path, bytes)
  return path
}

test('an end that does not decode is found where ends are decoded', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'out'))
  const film6 = await makeMedia(folder, 'source.mp4', film(6, ['-g', '12', '-bf', '0', '-s', '160x90']))
  const here = { folder, source: await blankedFrom(film6, 3), program: (await toolsAtHand()).ffmpeg }
  const copied = step(here, { commands: [{ args: ['-i', here.source, '-c', 'copy', 'v.f20.mp4'], mediaSeconds: 6 }], outputs: [mp4(6)] })
  expect((await run(here, copied)).tasks).toMatchObject([{ ok: true }])
  await rm(join(folder, 'out', 'v.f20.mp4'))
  expect(failuresOf(await run(here, copied, {}, { verifyDeep: true }))).toMatchObject([{ reason: expect.stringMatching(/^(output-mismatch|source-damaged)$/) }])
  const whole = { ...here, source: film6 }
  expect((await run(whole, step(whole, { commands: [{ args: ['-i', film6, '-c', 'copy', 'v.f20.mp4'], mediaSeconds: 6 }], outputs: [mp4(6)] }), {}, { verifyDeep: true })).tasks).toMatchObject([{ ok: true }])
})

test('a full disk is named, and nothing half-written stays', async () => {
  const here = await bench(0.2)
  const small = join(here.folder, 'small')
  await mkdir(small)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', small], { stdio: 'ignore' })
  } catch {
    console.error('SKIPPED: no tmpfs can be mounted here, so a full disk is not tested')
    return
  }
  onTestFinished(() => void execFileSync('umount', ['-l', small]))
  const noise = ['-f', 'lavfi', '-i', 'nullsrc=s=320x180:r=25:d=4,geq=random(1)*255:128:128', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '1', 'v.f20.mp4']
  await mkdir(join(small, 'work'))
  const full = await run(here, step(here, { commands: [{ args: noise, mediaSeconds: 4 }] }), { workFolder: join(small, 'work') })
  expect(failuresOf(full)).toMatchObject([{ reason: 'disk-full' }])
  await rm(join(small, 'work'), { recursive: true })
  await writeFile(join(small, 'filler'), Buffer.alloc(290_000))
  await mkdir(join(small, 'out'))
  const source = await makeMedia(here.folder, 'source2.mp4', film(4))
  const across = step({ ...here, source }, { commands: [{ args: ['-i', source, ...encode, 'v.f20.mp4'], mediaSeconds: 4 }], outputs: [mp4(4)] })
  expect(failuresOf(await run(here, across, { outputFolder: join(small, 'out') }))).toMatchObject([{ reason: 'disk-full' }])
  expect(await readdir(join(small, 'out'))).toEqual([])
  await rm(join(small, 'filler'))
  expect(artifactsOf(await run(here, across, { outputFolder: join(small, 'out') }))).toHaveLength(1)
})

test('HLS: playlist last, segments whole, a master playlist from what was measured', async () => {
  const here = await bench(4)
  const args = ['-i', here.source, ...encode, '-g', '50', '-f', 'hls', '-hls_time', '2', '-hls_list_size', '0', '-hls_flags', 'independent_segments', '-hls_segment_filename', 'v.f230_%05d.ts', 'v.f230.m3u8']
  const hls = mp4(4, { container: 'hls', path: 'v.f230.m3u8' })
  const artifacts = artifactsOf(await run(here, step(here, { commands: [{ args, mediaSeconds: 4 }], outputs: [hls] })))
  expect(artifacts.map((artifact) => artifact.role)).toEqual(['segment', 'segment', 'playlist'])
  expect(artifacts[0]).not.toHaveProperty('md5')
  const media = artifacts.at(-1)?.media
  expect(media?.codecs).toMatch(/^avc1\.42c0[0-9a-f]{2},mp4a\.40\.2$/)
  const sizes = artifacts.slice(0, 2).map((artifact) => artifact.sizeBytes)
  expect(media?.peakBitsPerSecond).toBe(Math.max(...sizes) * 4)
  const master: PlanStep<FfmpegWork> = { id: 'master', covers: [cover], needs: ['encode'], reasons: [], work: { type: 'hls-master-playlist', task: cover, path: 'master_playlist.m3u8', renditions: [video] } }
  expect(artifactsOf(await run(here, master, { artifacts }))).toMatchObject([{ role: 'playlist', path: 'master_playlist.m3u8' }])
  const lines = (await readFile(join(here.folder, 'out', 'master_playlist.m3u8'), 'utf8')).split('\n')
  expect(lines.slice(0, 3)).toEqual(['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-INDEPENDENT-SEGMENTS'])
  expect(lines[3]).toContain(`BANDWIDTH=${media?.peakBitsPerSecond},`)
  expect(lines[3]).toContain('RESOLUTION=160x90')
  expect(lines[4]).toBe('v.f230.m3u8')
  expect(failuresOf(await run(here, master, { artifacts: [] }))).toMatchObject([{ reason: 'output-mismatch' }])
})

test('the build of 2018 inspects and executes', async () => {
  const program = packagedProgram('@ffmpeg-installer', 'ffmpeg')
  const probe = packagedProgram('@ffprobe-installer', 'ffprobe')
  if (program === undefined || probe === undefined) return
  const here = { ...(await bench()), program }
  const env = testEnvironment({ VODFLOW_FFMPEG: program, VODFLOW_FFPROBE: probe })
  const inspected = await createFfmpegBackend({ env }).inspect({ parts: [{ path: here.source }] }, new AbortController().signal)
  expect(inspected.ok && inspected.value.facts.videoStreams[0]?.width).toBe(160)
  expect(artifactsOf(await run(here, step(here), {}, { env }))).toHaveLength(1)
})

test('an orphan is ended only while it is the same process', async () => {
  if (process.platform !== 'linux') return
  const child = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' })
  const pid = child.pid ?? expect.fail('sleep did not start')
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  for (const stranger of [{ pid, startedAt: '1' }, { pid, startedAt: '' }, { pid: 0, startedAt }, { pid: 1, startedAt }, { pid: -1, startedAt }]) {
    expect(await endOrphan(stranger)).toBe(false)
  }
  expect(isThere(pid)).toBe(true)
  expect(await endOrphan({ pid, startedAt })).toBe(true)
  await sleep(20)
  expect(isThere(pid)).toBe(false)
})

const media = mediaFolder()

test.skipIf(media === undefined)('damage that only decoding finds ends as a whole film or as the fault of the source', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'out'))
  const here = { folder, source: join(media ?? '', 'broken-bitflips.mp4'), program: (await toolsAtHand()).ffmpeg }
  const commands = [{ args: ['-i', here.source, ...encode, '-ac', '2', 'v.f20.mp4'], mediaSeconds: 8 }]
  const [task] = (await run(here, step(here, { commands, outputs: [mp4(8.083)] }))).tasks
  if (task?.ok === true) expect(task.artifacts[0]?.media?.durationSeconds).toBeCloseTo(8.083, 1)
  else expect(task?.failure.reason).toBe('source-damaged')
})

const images = (task: TaskId, path: string) => ({ kind: 'images', task, format: 'jpg', width: 320, height: 180, files: [{ path }] }) as const

test('where a picture of a numbered series is missing, none of the series counts: each may show the frame of another', async () => {
  const here = await bench()
  const samples = taskId('sampleSnapshot.10')
  const three = (args: readonly string[]) => step(here, {
    commands: [{ args: ['-i', here.source, '-s', '320x180', '-frames:v', '2', ...args], mediaSeconds: 2 }],
    arrange: [0, 1, 2].map((at) => ({ from: `picture0_0000${at}.jpg`, to: ['sample.f10_0000.jpg', 'sample.f10_0001.jpg', 'cover.jpg'][at] ?? '' })),
    outputs: [images(samples, 'sample.f10_0000.jpg'), images(samples, 'sample.f10_0001.jpg'), images(cover, 'cover.jpg')],
  }, [samples, cover])
  const outcome = await run(here, three(['-f', 'image2', '-start_number', '0', 'picture0_%05d.jpg']))
  expect(outcome.tasks.map(({ ok }) => ok)).toEqual([false, false])
  expect(failuresOf(outcome)).toEqual(['sample.f10_0000.jpg', 'cover.jpg'].map((name) => ({ reason: 'output-mismatch', expected: `the image ${name}`, found: 'no such file' })))
  // Named by their frames they cannot slip, and only what is missing fails.
  const stamped = await run(here, three(['-f', 'image2', '-frame_pts', '1', 'picture0_%05d.jpg']))
  expect(stamped.tasks.map(({ task, ok }) => `${task} ${String(ok)}`)).toEqual(['sampleSnapshot.10 true', 'coverBySnapshot.10 false'])
})
