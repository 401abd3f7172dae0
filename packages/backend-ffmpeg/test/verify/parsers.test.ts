import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { assert, oneof, property, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { parseMediaPlaylist, withDuration } from '../../src/verify/hls-playlist.ts'
import { imageSize } from '../../src/verify/image-headers.ts'
import { audioCodecString, videoCodecString } from '../../src/verify/rfc6381.ts'
import { parseWebpAnimation } from '../../src/verify/webp.ts'
import { film, makeMedia, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'

const playlist = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:10', '#EXTINF:10.000,', 'a_0.ts', '#EXTINF:2.5,', 'a_1.ts', '#EXT-X-ENDLIST', '']

test('a whole playlist is read', () => {
  expect(parseMediaPlaylist(playlist.join('\n'))).toEqual({ targetDuration: 10, independentSegments: false, segments: [{ name: 'a_0.ts', seconds: 10 }, { name: 'a_1.ts', seconds: 2.5 }] })
})

test.each([
  ['the first line', (lines: string[]) => lines.slice(1), /EXTM3U/],
  ['the end', (lines: string[]) => lines.slice(0, -2), /ENDLIST/],
  ['the target', (lines: string[]) => lines.filter((line) => !line.includes('TARGET')), /TARGETDURATION/],
  ['a duration', (lines: string[]) => lines.filter((line) => !line.includes('10.000')), /a_0\.ts.*EXTINF/],
  ['honest durations', (lines: string[]) => lines.map((line) => line.replace('10.000', '11')), /more than the target/],
  ['a name beside it', (lines: string[]) => lines.map((line) => line.replace('a_1', '../a_1')), /beside/],
  ['different names', (lines: string[]) => lines.map((line) => line.replace('a_1', 'a_0')), /twice/],
] as const)('a playlist without %s is refused', (_, change, message) => {
  expect(parseMediaPlaylist(change([...playlist]).join('\n'))).toMatch(message)
})

test('no bytes make the parsers throw', () => {
  const anything = oneof(uint8Array({ maxLength: 200 }), uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.from([0xff, 0xd8, ...tail, 0xff, 0xd9])), uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.from([...Buffer.from('RIFF\0\0\0\0WEBPANMF'), ...tail])))
  assert(property(anything, (bytes) => {
    const buffer = Buffer.from(bytes)
    imageSize(buffer, 'jpg')
    imageSize(buffer, 'png')
    parseWebpAnimation(buffer)
    videoCodecString({ codec_name: 'hevc' }, buffer)
    parseMediaPlaylist(buffer.toString('latin1'))
  }), { seed: 7, numRuns: 500 })
})

test.each(['jpg', 'png'] as const)('%s: size, and being cut off', async (format) => {
  const folder = await temporaryFolder()
  const bytes = await readFile(await makeMedia(folder, `a.${format}`, ['-f', 'lavfi', '-i', 'testsrc=s=322x182', '-frames:v', '1']))
  expect(imageSize(bytes, format)).toEqual({ width: 322, height: 182 })
  expect(imageSize(bytes.subarray(0, bytes.length - 20), format)).toMatch(/cut off/)
  expect(imageSize(Buffer.from('no picture at all, only text that goes on for a while'), format)).toMatch(/^no /)
})

test('WebP: an animation, a still, and being cut off', async () => {
  const folder = await temporaryFolder()
  const { capabilities } = await toolsAtHand()
  if (!capabilities.encoders.includes('libwebp_anim')) return console.error('SKIPPED: this ffmpeg has no libwebp_anim')
  const moving = await readFile(await makeMedia(folder, 'a.webp', ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=5:d=1', '-c:v', 'libwebp_anim', '-loop', '0']))
  const animation = parseWebpAnimation(moving)
  expect(animation).toMatchObject({ width: 160, height: 90, frames: 5 })
  expect(typeof animation === 'string' ? 0 : animation.durationSeconds).toBeCloseTo(1, 1)
  expect(parseWebpAnimation(moving.subarray(0, -10))).toMatch(/cut off/)
  const still = await readFile(await makeMedia(folder, 'b.webp', ['-f', 'lavfi', '-i', 'color=s=160x90:r=5:d=1', '-c:v', 'libwebp_anim']))
  expect(parseWebpAnimation(still)).toMatchObject({ width: 160, height: 90, frames: 1 })
})

test('codec words are those of the stream', async () => {
  const folder = await temporaryFolder()
  const high = await makeMedia(folder, 'a.ts', film(0.4, ['-preset', 'veryfast', '-profile:v', 'high', '-level', '3.1']))
  expect(videoCodecString({ codec_name: 'h264' }, await readFile(high))).toBe('avc1.64001f')
  expect(videoCodecString({ codec_name: 'h264', profile: 'Main', level: '30' }, Buffer.alloc(0))).toBe('avc1.4d401e')
  expect(audioCodecString({ codec_name: 'aac', profile: 'LC' })).toBe('mp4a.40.2')
  expect(audioCodecString({ codec_name: 'aac', profile: 'HE-AAC' })).toBe('mp4a.40.5')
  const { ffmpeg, capabilities } = await toolsAtHand()
  if (!capabilities.encoders.includes('libx265')) return console.error('SKIPPED: this ffmpeg has no libx265')
  const hevc = execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=160x90:r=25:d=0.2', '-pix_fmt', 'yuv420p', '-c:v', 'libx265', '-x265-params', 'log-level=none', '-f', 'mpegts', '-'])
  expect(videoCodecString({ codec_name: 'hevc' }, hevc)).toMatch(/^hvc1\.1\.6\.L30\.90$/)
})

test('the duration of the first or the last segment can be mended, and the target with it', () => {
  const mended = parseMediaPlaylist(withDuration(playlist.join('\n'), 'last', 12.25))
  expect(mended).toMatchObject({ targetDuration: 12, segments: [{ seconds: 10 }, { name: 'a_1.ts', seconds: 12.25 }] })
  expect(parseMediaPlaylist(withDuration(playlist.join('\n'), 'first', 13.7))).toMatchObject({ targetDuration: 14, segments: [{ seconds: 13.7 }, { name: 'a_1.ts' }] })
})
