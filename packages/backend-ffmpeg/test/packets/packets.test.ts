import { execFile } from 'node:child_process'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ExecutionContext } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { runCommands, type CommandTools } from '../../src/execute/run-commands.ts'
import { defaultLimits } from '../../src/execute/index.ts'
import { frameCount, frameOfIndex, type FrameAt } from '../../src/frame-times.ts'
import { readTopBoxes } from '../../src/index-reader/boxes.ts'
import { inspectSource } from '../../src/inspect/index.ts'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { namesFor } from '../../src/plan/names.ts'
import { pictureCommands } from '../../src/plan/picture-commands.ts'
import { groupPictures, pictureName, type PictureGroup, type PictureOrder } from '../../src/plan/pictures.ts'
import { videoStream, type Scene } from '../../src/plan/scene.ts'
import type { CommandWork, FfmpegCommand } from '../../src/work.ts'
import { film, makeMedia, mediaFolder, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'
import { compiled, snapshots, sprite } from '../plan/fixtures.ts'

const run = promisify(execFile)
const media = mediaFolder()

async function inspected(path: string): Promise<FfmpegInspection> {
  const { capabilities, ffprobe } = await toolsAtHand()
  const result = await inspectSource({ parts: [{ path }] }, capabilities, { program: ffprobe, sandbox: undefined }, new AbortController().signal)
  return result.ok ? result.value : expect.fail(result.diagnostics[0]?.message)
}

function sceneOf(inspection: FfmpegInspection, path: string) {
  const video = videoStream(inspection)
  if (video === undefined) return expect.fail('no video')
  const scene: Scene = { input: path, inspection, capabilities: inspection.capabilities, speed: 'veryfast', video, names: namesFor(compiled().graph), images: new Map() }
  return { scene, video }
}

/** A JPEG as large as the source would hide what JPEG hides, so both shapes are PNG; one has bars. */
function groupsOf(frames: readonly FrameAt[], { facts: { width, height } }: { facts: { width: number; height: number } }): readonly PictureGroup[] {
  const order = (task: PictureOrder['task'], shape: PictureOrder['shape']): PictureOrder => ({
    task, shape, shots: frames.map((frame, at) => ({ frame, path: `${at}.png` })),
    expected: { kind: 'images', task: task.id, format: 'png', width: shape.width, height: shape.height, files: [] },
  })
  return groupPictures([
    order(snapshots(0), { width: Math.min(width, 960), height: Math.round(height * Math.min(1, 960 / width)), fill: 'stretch', format: 'png' }), order(sprite(1), { width: 142, height: 80, fill: 'black', format: 'png' }),
  ], true)
}

async function perform(commands: readonly FfmpegCommand[], path: string, folder: string): Promise<void> {
  const { ffmpeg, ffprobe } = await toolsAtHand()
  await mkdir(folder, { recursive: true })
  const work: CommandWork = { type: 'ffmpeg', program: ffmpeg, source: path, commands, arrange: [], write: [], outputs: [] }
  const context: ExecutionContext = { signal: new AbortController().signal, outputFolder: folder, workFolder: folder, artifacts: [], onProcess: () => undefined, onProgress: () => undefined }
  const tools: CommandTools = { ffprobe, statsPeriod: false, limits: defaultLimits, sandbox: undefined }
  expect(await runCommands(work, context, tools, [])).toBeUndefined()
}

/** How like two pictures are, in dB; infinite where they are equal. */
async function likeness(one: string, other: string): Promise<number> {
  // Nearly always: the same frame through the same filters and the same encoder.
  if ((await readFile(one)).equals(await readFile(other))) return Number.POSITIVE_INFINITY
  const { ffmpeg } = await toolsAtHand()
  const { stderr } = await run(ffmpeg, ['-hide_banner', '-i', one, '-i', other, '-lavfi', 'psnr', '-f', 'null', '-'])
  const [, found = '0'] = /average:([\d.]+|inf)/.exec(stderr) ?? []
  return found === 'inf' ? Number.POSITIVE_INFINITY : Number(found)
}

/** The pictures of some frames from their packets alone, without any other way, beside those of one decode of the film. */
async function comparePictures(path: string, folder: string, wanted: readonly number[]): Promise<void> {
  const inspection = await inspected(path)
  expect(inspection.parts[0], path).toMatchObject({ packets: { container: expect.any(String) } })
  const { scene, video } = sceneOf(inspection, path)
  const count = frameCount(video.frames)
  const frames = [...new Set(wanted.map((part) => Math.min(count - 1, Math.floor(count * part))))].map((index) => frameOfIndex(video.frames, index))
  const plain = groupsOf(frames, video)
  const stamped = plain.map((group) => ({ ...group, stamped: true }))
  const job = { kind: 'pictures', id: 'pictures', condition: '', needs: [], reasons: [], pictures: [], frames: 'exact', once: true } as const
  const [fed] = pictureCommands({ ...job, by: 'packets' }, stamped, scene, video)
  if (fed?.packets === undefined) return expect.fail('no packets')
  await perform([{ ...fed, packets: { ...fed.packets, otherwise: { commands: [], arrange: [] } } }], path, join(folder, 'packets'))
  await perform(pictureCommands({ ...job, by: 'scan' }, plain, scene, video), path, join(folder, 'scan'))
  for (const [at, group] of plain.entries()) {
    for (const [number, frame] of group.frames.entries()) {
      const own = join(folder, 'packets', pictureName(stamped[at] ?? group, number))
      expect(await likeness(own, join(folder, 'scan', pictureName(group, number))), `${path}: frame ${frame.index} of ${count}`).toBeGreaterThanOrEqual(40)
    }
  }
}

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '12', '-bf', '3', '-pix_fmt', 'yuv420p', '-an']
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-an']
const copy = ['-i', 'IN', '-c', 'copy']

const made = [
  { name: 'a.mov', args: copy },
  { name: 'turned.mp4', args: [...copy, '-metadata:s:v', 'rotate=90'] },
  { name: 'upside-down.mp4', args: [...copy, '-metadata:s:v', 'rotate=180'] },
  { name: 'wide-pixels.mp4', args: [...copy, '-aspect', '32:9'] },
  { name: 'cut.mp4', args: ['-ss', '0.7', ...copy] },
  { name: 'a.mkv', args: copy },
  { name: 'open-groups.mp4', args: [...film(2), ...x265, '-x265-params', 'log-level=error:keyint=10:open-gop=1:bframes=3', '-color_trc', 'smpte2084', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'] },
  { name: 'vp9.webm', args: [...film(2), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '12', '-an'] },
] as const

test('pictures from packets are those of a whole decode', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder()
  const input = await makeMedia(folder, 'in.mp4', [...film(2), ...x264])
  await comparePictures(input, join(folder, 'in'), [0, 0.3, 0.31, 0.5, 0.99])
  for (const { name, args } of made) await comparePictures(await makeMedia(folder, name, args.map((arg) => (arg === 'IN' ? input : arg))), join(folder, `of ${name}`), [0, 0.37, 0.99])
})

const few = ['tos-1080p30-8s-counter.mp4', 'phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4', 'bbb-odd-427x241-3s.webm']
const more = process.env['VODFLOW_TORTURE'] ? ['phone-pixel7-vfr-rot180-noaudio-1s.mp4', 'hdr10-av1-1080p60-1s.mp4', 'bbb-800x640-noaudio-4s.mp4', 'sar2x1-640x360-5s.mp4', 'screen-vfr-3026x1386-9s.mp4', 'bbb-vfr-640x360-10s.mp4'] : []

test.skipIf(media === undefined).each([...few, ...more])('so are those of %s', { timeout: 120_000 }, async (name) => {
  await comparePictures(join(media ?? '', name), await temporaryFolder(), name.startsWith('tos') ? [0.05, 0.66] : [0.1, 0.4])
})

test('where the index lies about key frames the pictures are made the other way', async () => {
  const folder = await temporaryFolder()
  const path = await makeMedia(folder, 'lying.mp4', [...film(2), ...x264])
  const inspection = await inspected(path)
  expect(inspection.parts[0]).toMatchObject({ packets: { container: 'movie' } })
  await moveKeyFrame(path)
  const { scene, video } = sceneOf(inspection, path)
  const frames = [3, 20, 40].map((index) => frameOfIndex(video.frames, index))
  const groups = groupsOf(frames, video).map((group) => ({ ...group, stamped: true }))
  const [fed] = pictureCommands({ kind: 'pictures', id: 'p', condition: '', needs: [], reasons: [], pictures: [], frames: 'exact', once: true, by: 'packets', otherwise: 'scan' }, groups, scene, video)
  await perform(fed ? [fed] : [], path, join(folder, 'out'))
  for (const group of groups) for (const at of group.frames.keys()) expect((await stat(join(folder, 'out', pictureName(group, at)))).size).toBeGreaterThan(0)
  expect((await inspected(path)).parts[0]).toMatchObject({ packets: { why: expect.stringMatching(/needs what is before it/) } })
})

/** Writes one higher numbers into the list of key frames. */
async function moveKeyFrame(path: string): Promise<void> {
  const file = await open(path, 'r+')
  const bytes = await readFile(path)
  expect((await readTopBoxes(file, bytes.length)).movie.length).toBeGreaterThan(0)
  const list = bytes.indexOf('stss') + 12
  for (let at = list + 4; at < list + 4 * bytes.readUInt32BE(list - 4); at += 4) {
    bytes.writeUInt32BE(bytes.readUInt32BE(at) + 1, at)
    await file.write(bytes, at, 4, at)
  }
  await file.close()
}

test('what has no packets to read says why', async () => {
  const folder = await temporaryFolder()
  const why = async (name: string, args: readonly string[]) => (await inspected(await makeMedia(folder, name, args))).parts[0]
  expect(await why('a.ts', [...film(1), ...x264])).toMatchObject({ packets: { why: 'ts has no index of its packets' } })
  expect(await why('fragments.mp4', [...film(1), ...x264, '-movflags', 'frag_keyframe+empty_moov'])).toMatchObject({ packets: { why: 'the film is in fragments' } })
  expect(await why('open.mp4', [...film(2), ...x264, '-x264opts', 'open-gop=1:keyint=10:bframes=3'])).toMatchObject({ packets: { why: expect.stringMatching(/open group of pictures/) } })
  expect(await why('mpeg4.mp4', [...film(1), '-c:v', 'mpeg4', '-an'])).toMatchObject({ packets: { why: 'pictures in mp4v' } })
})
