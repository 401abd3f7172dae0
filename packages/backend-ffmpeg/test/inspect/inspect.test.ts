import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isHdr, rationalValue } from '@vodflow/core'
import { expect, test } from 'vitest'
import { fileOf } from '../../src/inspection.ts'
import { frameAt, frameCount } from '../../src/frame-times.ts'
import { assumeInspection, inspectSource } from '../../src/inspect/index.ts'
import { modernCapabilities } from '../../src/locate/index.ts'
import { film, makeMedia, mediaFolder, packagedProgram, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'

const media = mediaFolder()

async function inspect(path: string, ffprobe?: string) {
  const tools = await toolsAtHand()
  return inspectSource({ parts: [{ path }] }, tools.capabilities, { program: ffprobe ?? tools.ffprobe, sandbox: undefined }, new AbortController().signal)
}

async function inspected(path: string, ffprobe?: string) {
  const result = await inspect(path, ffprobe)
  if (!result.ok) return expect.fail(result.diagnostics[0]?.message)
  return result.value
}

async function codeOf(path: string): Promise<string | undefined> {
  return (await inspect(path)).diagnostics[0]?.code
}

test('facts and frame times of a film with a constant rate', async () => {
  const folder = await temporaryFolder()
  const { facts, frames, keyFrames, seekable, parts } = await inspected(await makeMedia(folder, 'a.mp4', film(2, ['-g', '25'])))
  expect(facts).toMatchObject({ container: 'mp4', startSeconds: 0, md5: '' })
  expect(facts.videoStreams[0]).toMatchObject({ codec: 'h264', width: 320, height: 180, rotation: 0, variableFrameRate: false, durationSeconds: 2, frameRate: { num: 25, den: 1 } })
  expect(facts.audioStreams[0]).toMatchObject({ codec: 'aac', samplingRate: 48000, channels: 2 })
  expect(facts.audioStreams[0]?.durationSeconds).toBeCloseTo(2, 1)
  expect(frames?.runs).toHaveLength(1)
  expect(frames && frameCount(frames)).toBe(50)
  expect(keyFrames).toEqual([0, 1])
  expect(seekable).toBe(true)
  expect(fileOf(parts[0])?.identity.sha256OfEnds).toMatch(/^[0-9a-f]{64}$/)
})

test('what is no source is named', async () => {
  const folder = await temporaryFolder()
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  expect(await codeOf(join(folder, 'none.mp4'))).toBe('check/source-missing')
  expect(await codeOf(folder)).toBe('check/source-unreadable')
  expect(await codeOf(await write('empty.mp4', ''))).toBe('check/source-not-media')
  expect(await codeOf(await write('text.mp4', 'no film\n'))).toBe('check/source-not-media')
  const list = await write('list.mp4', "ffconcat version 1.0\nfile '/etc/hostname'\n")
  expect((await inspect(list)).diagnostics[0]).toMatchObject({ code: 'check/source-not-media', message: `the source '${list}' is no video or audio file: none of the containers that are read` })
  expect(await codeOf(await write('a.sdp', 'v=0\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n'))).toBe('check/source-not-media')
  expect(await codeOf(await makeMedia(folder, 'still.png', ['-f', 'lavfi', '-i', 'color=s=16x16', '-frames:v', '1']))).toBe('check/source-not-media')
})

test.skipIf(process.getuid?.() === 0)('a file without permission cannot be read', async () => {
  const path = join(await temporaryFolder(), 'a.mp4')
  await writeFile(path, 'x')
  await chmod(path, 0)
  expect(await codeOf(path)).toBe('check/source-unreadable')
})

test('a file cut off in the middle is damaged, with both durations', async () => {
  const folder = await temporaryFolder()
  const whole = await makeMedia(folder, 'whole.mp4', film(4, ['-movflags', '+faststart']))
  const bytes = await readFile(whole)
  const cut = join(folder, 'cut.mp4')
  await writeFile(cut, bytes.subarray(0, bytes.length * 0.6))
  const result = await inspect(cut)
  expect(result.diagnostics[0]?.code).toBe('check/source-damaged')
  expect(result.diagnostics[0]?.message).toMatch(/announces 4\.0\d s but ends after 2\.\d\d s/)
  const tail = await makeMedia(folder, 'tail.mp4', film(1))
  await writeFile(cut, (await readFile(tail)).subarray(0, 4000))
  expect((await inspect(cut)).diagnostics[0]).toMatchObject({ code: 'check/source-damaged', message: expect.stringContaining('moov') })
  const mkv = await readFile(await makeMedia(folder, 'whole.mkv', film(4)))
  await writeFile(cut, mkv.subarray(0, mkv.length / 2))
  expect(await codeOf(cut)).toBe('check/source-damaged')
})

test.each(['-x.mp4', 'http:x.mp4', 'concat:a|b.mp4', '视频 %20 \u0027.mp4'])('a file may be called %s', async (name) => {
  const folder = await temporaryFolder()
  const made = await makeMedia(folder, 'a.mp4', film(0.2))
  const path = join(folder, name)
  await symlink(made, path)
  expect((await inspected(path)).facts.videoStreams).toHaveLength(1)
})

test('a Matroska film that starts late announces its end, not its length', async () => {
  const folder = await temporaryFolder()
  const path = await makeMedia(folder, 'late.mkv', [...film(2), '-output_ts_offset', '5'])
  const { facts } = await inspected(path)
  expect(facts.startSeconds).toBeCloseTo(5, 1)
  expect(facts.durationSeconds).toBeCloseTo(2, 1)
  const whole = await readFile(path)
  const cut = join(folder, 'cut.mkv')
  await writeFile(cut, whole.subarray(0, Math.floor(whole.length / 2)))
  expect(await codeOf(cut)).toBe('check/source-damaged')
})

test('a playlist is opened only when all it names stands beside it', async () => {
  const folder = await temporaryFolder()
  const playlist = await makeMedia(folder, 'a.m3u8', film(2, ['-f', 'hls', '-hls_time', '1', '-hls_list_size', '0']))
  expect((await inspected(playlist)).facts).toMatchObject({ container: 'hls', videoStreams: [{ width: 320 }] })
  const text = await readFile(playlist, 'utf8')
  await mkdir(join(folder, 'inner'))
  await symlink('/etc', join(folder, 'link'))
  for (const entry of ['http://127.0.0.1:9/a.ts', '/etc/hostname', '../a.ts', 'link/hostname', 'concat:a0.ts', 'file:a0.ts']) {
    const path = join(folder, 'bad.m3u8')
    await writeFile(path, text.replace(/^a0\.ts$/m, entry))
    expect(await codeOf(path), entry).toBe('check/source-points-elsewhere')
  }
  const key = join(folder, 'key.m3u8')
  await writeFile(key, text.replace('#EXTINF', '#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/k"\n#EXTINF'))
  expect(await codeOf(key)).toBe('check/source-points-elsewhere')
})

test('an assumed source has constant frames and a key frame every ten seconds', async () => {
  const folder = await temporaryFolder()
  const { facts } = await inspected(await makeMedia(folder, 'a.mp4', film(1)))
  const long = { ...facts, videoStreams: facts.videoStreams.map((video) => ({ ...video, durationSeconds: 25 })) }
  const assumed = assumeInspection(long, modernCapabilities)
  expect(assumed.keyFrames).toEqual([0, 10, 20])
  expect(assumed.frames && frameCount(assumed.frames)).toBe(625)
  expect(assumed.parts).toEqual([expect.not.objectContaining({ file: expect.anything() })])
})

// What the README of the sample media says of each file, and how many frames ffmpeg shows of it.
const table: readonly { file: string; container: string; frames: number; seek?: boolean; size?: string; rotation?: number; variable?: boolean; hdr?: boolean; start?: number; fps?: number; audio?: number; videos?: number }[] = [
  { file: 'bbb-480p24-30s.mp4', container: 'mp4', frames: 720, size: '854x480', fps: 24 },
  { file: 'bbb-720p25-5s.mp4', container: 'mp4', frames: 132, size: '1280x720' },
  { file: 'bbb-1080p60-2s.mp4', container: 'mp4', frames: 120, fps: 60 },
  { file: 'bbb-2.5s.ts', container: 'ts', frames: 58, seek: false, start: 1.514 },
  { file: 'bbb-800x640-noaudio-4s.mp4', container: 'mp4', frames: 120, size: '1138x640', audio: 0 },
  { file: 'bbb-1080p24-rot90-2s.mp4', container: 'mp4', frames: 45, size: '1080x1920', rotation: 90 },
  { file: 'phone-pixel7-vfr-rot180-noaudio-1s.mp4', container: 'mp4', frames: 36, rotation: 180, audio: 0, fps: 29.87 },
  { file: 'phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4', container: 'mov', frames: 77, size: '1080x1920', rotation: 90, hdr: true, fps: 29.97 },
  { file: 'hdr10-av1-1080p60-1s.mp4', container: 'mp4', frames: 60, hdr: true, fps: 59.94 },
  { file: 'long-1080p30-363s.mp4', container: 'mp4', frames: 10883 },
  { file: 'screen-vfr-3026x1386-9s.mp4', container: 'mp4', frames: 63, variable: true, audio: 0, fps: 7.22 },
  { file: 'sar2x1-640x360-5s.mp4', container: 'mp4', frames: 150, size: '1280x360', audio: 0 },
  { file: 'flower-540p30-5s.mp4', container: 'mp4', frames: 150, size: '960x540', fps: 29.97 },
  { file: 'tos-1080p30-8s-counter.mp4', container: 'mp4', frames: 240 },
  { file: 'croatia-1080p25-8s-counter-noaudio.mp4', container: 'mp4', frames: 200, audio: 0 },
  { file: 'bbb-480p24-10s.mkv', container: 'mkv', frames: 242, fps: 24 },
  { file: 'bbb-480p24-6s.flv', container: 'flv', frames: 146, seek: false, start: 0.062, fps: 24 },
  { file: 'bbb-480p24-6s.ts', container: 'ts', frames: 146, seek: false, start: 1.462 },
  { file: 'bbb-audio-offset2s-6s.mp4', container: 'mp4', frames: 146 },
  { file: 'multi-2video-2audio-4s.mp4', container: 'mp4', frames: 122, size: '960x540', audio: 2, videos: 2 },
  { file: 'bbb-odd-427x241-3s.webm', container: 'webm', frames: 72, size: '427x241', fps: 24 },
  { file: 'bbb-vfr-640x360-10s.mp4', container: 'mp4', frames: 152, variable: true },
  { file: 'audio-trex.mp3', container: 'mp3', frames: 0, seek: false, videos: 0 },
  { file: 'audio-bbb-30s.m4a', container: 'm4a', frames: 0, videos: 0 },
  { file: 'audio-bbb-coverart-10s.m4a', container: 'm4a', frames: 0, videos: 0 },
]

test.skipIf(media === undefined).each(table)('facts of $file', async (row) => {
  const { facts, frames, seekable } = await inspected(join(media ?? '', row.file))
  expect({ container: facts.container, seekable }).toEqual({ container: row.container, seekable: row.seek ?? true })
  expect(facts.videoStreams).toHaveLength(row.videos ?? 1)
  expect(facts.audioStreams).toHaveLength(row.audio ?? 1)
  expect(frames ? frameCount(frames) : 0).toBe(row.frames)
  expect(facts.startSeconds).toBeCloseTo(row.start ?? (row.file.endsWith('.mp3') ? 0.025 : row.file.endsWith('.webm') ? -0.007 : 0), 2)
  const video = facts.videoStreams[0]
  if (video === undefined) return
  expect(video.rotation).toBe(row.rotation ?? 0)
  expect(video.variableFrameRate).toBe(row.variable ?? false)
  expect(isHdr(video)).toBe(row.hdr ?? false)
  if (row.size !== undefined) expect(`${video.width}x${video.height}`).toBe(row.size)
  if (row.fps !== undefined) expect(rationalValue(video.frameRate)).toBeCloseTo(row.fps, 1)
})

test.skipIf(media === undefined)('sound that starts later, and frames between times', async () => {
  const { facts } = await inspected(join(media ?? '', 'bbb-audio-offset2s-6s.mp4'))
  expect(facts.audioStreams[0]?.startSeconds).toBeCloseTo(1.978, 3)
  const { frames } = await inspected(join(media ?? '', 'tos-1080p30-8s-counter.mp4'))
  expect(frames && frameAt(frames, 3.3).index).toBe(98)
})

test.skipIf(media === undefined).each([
  ['broken-empty.mp4', 'check/source-not-media', /empty/],
  ['broken-not-media.mp4', 'check/source-not-media', /no video or audio/],
  ['broken-truncated-moov-missing.mp4', 'check/source-damaged', /moov/],
  ['broken-truncated-faststart.mp4', 'check/source-damaged', /announces 8\.08 s but ends after 5\.\d+ s/],
] as const)('%s is %s', async (file, code, message) => {
  const [diagnostic] = (await inspect(join(media ?? '', file))).diagnostics
  expect(diagnostic?.code).toBe(code)
  expect(diagnostic?.message).toMatch(message)
})

test.skipIf(media === undefined)('flipped bits leave the packets whole: only decoding finds them', async () => {
  expect((await inspect(join(media ?? '', 'broken-bitflips.mp4'))).ok).toBe(true)
})

test.skipIf(media === undefined)('another ffprobe gives the same facts, also of transport streams', async () => {
  const other = packagedProgram('@ffprobe-installer', 'ffprobe')
  if (other === undefined) return
  for (const file of ['bbb-480p24-6s.ts', 'audio-trex.mp3', 'phone-hevc-hlg-editlist-datatracks-rot90-2.5s.mp4', 'bbb-odd-427x241-3s.webm']) {
    const path = join(media ?? '', file)
    expect(await inspected(path, other), file).toEqual(await inspected(path))
  }
})
