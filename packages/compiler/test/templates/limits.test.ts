import { textOf, type TemplateKind } from '@vodflow/core'
import { expect, test } from 'vitest'
import { createCatalogue, type WireBody } from '../../src/index.ts'
import { projectTemplate } from '../support/project-templates.ts'

/** What is wrong with a template that extends a good one of its kind. */
function problems(kind: TemplateKind, base: number | undefined, body: WireBody): readonly string[] {
  const template = projectTemplate({ kind, definition: 900, ...(base !== undefined && { extends: base }) }, body)
  return createCatalogue([template]).diagnostics.map(({ code, span }) => `${code.slice('template/'.length)} ${span ? textOf(span) : ''}`)
}
const transcode = (body: WireBody) => problems('transcode', 30, body)

test.each([
  ['fps', [1, 60, 0, -1, -60, 29.97], [0.5, 61, -61, '25']],
  ['bitrate', [128, 35_000, 0, -512], [127, 35_001, -127, 500.5]],
  ['width', [128, 4096, 0, -128], [127, 4097, -4097, 200.5]],
  ['height', [128, 4096, 0, -720], [1, 8192]],
  ['minGop', [1, 10], [0, 11, 1.5]],
])('video.%s', (member, good, bad) => {
  for (const value of good) expect(transcode({ video: { [member]: value } }), String(value)).toEqual([])
  for (const value of bad) expect(transcode({ video: { [member]: value } }), String(value)).toEqual([`out-of-range video.${member}`])
})

test.each([
  ['bitrate', [26, 256, 0, -48], [25, 257]],
  ['sampleRate', [32_000, 44_100, 48_000, 0, -48_000], [22_050, 96_000, 44_101]],
  ['soundSystem', [1, 2, 6], [0, 3]],
])('audio.%s', (member, good, bad) => {
  for (const value of good) expect(transcode({ audio: { [member]: value } }), String(value)).toEqual([])
  for (const value of bad) expect(transcode({ audio: { [member]: value } }), String(value)).toEqual([`out-of-range audio.${member}`])
})

test('H.265 is not held to 640×480', () => {
  expect(transcode({ video: { codec: 'libx265', width: 1920, height: 1080, colorSpace: 'yuv420p10le' } })).toEqual([])
})

test('presets may break the limits, and so may what inherits from them unchanged', () => {
  expect(problems('transcode', 1100, { audio: { soundSystem: 1 } })).toEqual([])
  expect(problems('transcode', 1100, { audio: { bitrate: 24 } })).toEqual(['out-of-range audio.bitrate'])
})

test.each<[string, WireBody, string]>([
  ['MP2 in FLV', { container: 'flv', audio: { codec: 'mp2' } }, 'impossible-combination audio.codec'],
  ['AAC in MP3', { container: 'mp3', isFiltrateVideo: 1 }, 'impossible-combination container'],
  ['video in M4A', { container: 'm4a' }, 'impossible-combination container'],
  ['nothing at all', { isFiltrateVideo: 1, isFiltrateAudio: 1 }, 'impossible-combination isFiltrateVideo'],
  ['10 bit in H.264', { video: { colorSpace: 'yuv420p10le' } }, 'impossible-combination video.colorSpace'],
  ['a profile of H.264 in H.265', { video: { codec: 'libx265', videoProfile: 'high' } }, 'impossible-combination video.videoProfile'],
  ['a profile of AAC in MP3', { audio: { codec: 'libmp3lame', audioProfile: 'aac_he' } }, 'impossible-combination audio.audioProfile'],
  ['six channels in MP3', { audio: { codec: 'libmp3lame', soundSystem: 6 } }, 'impossible-combination audio.soundSystem'],
  ['parametric stereo of one channel', { audio: { audioProfile: 'aac_he_v2', soundSystem: 1 } }, 'impossible-combination audio.soundSystem'],
  ['MP3 at 48 kHz in FLV', { container: 'flv', audio: { codec: 'libmp3lame', sampleRate: 48_000 } }, 'impossible-combination audio.sampleRate'],
  ['minGop above maxGop', { video: { minGop: 5, maxGop: 2 } }, 'impossible-combination video.minGop'],
])('%s cannot be', (_, body, problem) => {
  expect(transcode(body)).toEqual([problem])
})

test.each<[string, WireBody]>([
  ['MP2 in MP4', { audio: { codec: 'mp2' } }],
  ['MP3 alone', { container: 'mp3', isFiltrateVideo: 1, audio: { codec: 'libmp3lame' } }],
  ['AAC alone in M4A', { container: 'm4a', isFiltrateVideo: 1 }],
  ['six channels in AAC', { audio: { soundSystem: 6 } }],
  ['AAC at 48 kHz in FLV, and MP3 at 44.1', { container: 'flv', audio: { sampleRate: 48_000 } }],
  ['MP3 at 48 kHz in MP4', { audio: { codec: 'libmp3lame', sampleRate: 48_000 } }],
  ['parametric stereo of two channels', { audio: { audioProfile: 'aac_he_v2' } }],
  ['six channels in MP3 that is left out', { isFiltrateAudio: 1, audio: { codec: 'libmp3lame', soundSystem: 6 } }],
  ['a silent film', { isFiltrateAudio: 1 }],
  ['minGop equal to maxGop', { video: { minGop: 2, maxGop: 2 } }],
])('%s can be', (_, body) => {
  expect(transcode(body)).toEqual([])
})

test('a codec that there is not is out of range, and nothing more', () => {
  expect(transcode({ audio: { codec: 'mp3' } })).toEqual(['out-of-range audio.codec'])
})

test('a remux takes no parameters and goes into a container for video', () => {
  expect(problems('transcode', 9, { container: 'flv' })).toEqual([])
  expect(problems('transcode', 9, { video: { fps: 25, codec: 'libx264', bitrate: 500 } })).toEqual(['impossible-combination video'])
  expect(problems('transcode', 9, { container: 'mp3' })).toEqual(['impossible-combination container'])
})

test('what is required and nowhere given is reported at what holds it', () => {
  expect(problems('transcode', undefined, { container: 'mp4', isFiltrateAudio: 1, video: { codec: 'libx264', fps: 25 } })).toEqual(['missing-property video'])
  expect(problems('sampleSnapshot', undefined, { sampleType: 'Time' })).toEqual(['missing-property '])
})

test.each<[string, TemplateKind, number | undefined, WireBody, readonly string[]]>([
  ['a sheet of 4096', 'imageSprite', 10, { width: 256, columns: 16, rows: 5 }, []],
  ['a wider sheet', 'imageSprite', 10, { width: 257, columns: 16, rows: 5 }, ['out-of-range width']],
  ['101 pictures', 'imageSprite', 10, { rows: 1, columns: 101, width: 20, height: 128 }, ['out-of-range columns', 'out-of-range rows']],
  ['100 percent', 'sampleSnapshot', 10, { interval: 100 }, []],
  ['101 percent', 'sampleSnapshot', 10, { interval: 101 }, ['out-of-range interval']],
  ['101 seconds', 'sampleSnapshot', 10, { interval: 101, sampleType: 'Time' }, []],
  ['no interval', 'sampleSnapshot', 10, { interval: 0 }, ['out-of-range interval']],
  ['a snapshot of 127 pixels', 'snapshot', 10, { width: 127 }, ['out-of-range width']],
  ['thresholds in order', 'review', 10, { reviewConfidence: 90 }, []],
  ['thresholds out of order', 'review', 10, { reviewConfidence: 91 }, ['out-of-range reviewConfidence']],
  ['a key address', 'drm', undefined, { keySource: 'VodBuildInKMS', getKeyUrl: 'ftp://k' }, ['out-of-range getKeyUrl']],
])('%s', (_, kind, base, body, expected) => {
  expect(problems(kind, base, body)).toEqual(expected)
})

test.each<[WireBody, readonly string[]]>([
  [{ left: '90%', width: '10%' }, []],
  [{ left: '91%', width: '10%' }, ['out-of-range left']],
  [{ left: '100px', top: '4096px' }, []],
  [{ top: '4097px' }, ['out-of-range top']],
  [{ width: '0px' }, ['out-of-range width']],
  [{ height: '0px' }, []],
  [{ left: '-5%' }, ['out-of-range left']],
  [{ left: '10' }, ['out-of-range left']],
])('a watermark at %j', (place, expected) => {
  const image = { sha256: '00', format: 'png', width: 8, height: 8 }
  expect(problems('watermark', undefined, { image, ...place })).toEqual(expected)
})

test('an unknown member is suggested its neighbour', () => {
  const { diagnostics } = createCatalogue([projectTemplate({ kind: 'transcode', definition: 900, extends: 10 }, { video: { bitrat: 500 } })])
  expect(diagnostics).toMatchObject([{ code: 'template/unknown-property', message: expect.stringContaining("did you mean 'bitrate'?") }])
})

test('an inherited value that the own one clashes with is named beside it', () => {
  const base = projectTemplate({ kind: 'transcode', definition: 900, extends: 30 }, { container: 'flv' })
  const middle = projectTemplate({ kind: 'transcode', definition: 901, extends: 900 }, { video: { fps: 20 } })
  const heir = projectTemplate({ kind: 'transcode', definition: 902, extends: 901 }, { audio: { codec: 'mp2' } })
  const { diagnostics } = createCatalogue([heir, middle, base])
  expect(diagnostics).toMatchObject([{
    code: 'template/impossible-combination', span: { file: { path: 'templates/transcode.902.json', text: 'audio.codec' } },
    related: [{ message: "'container' is inherited from transcode template 900", span: { file: { path: 'templates/transcode.900.json', text: 'container' } } }],
  }])
})

test('near miss: what a preset says has no place, and neither has what is right', () => {
  const heir = projectTemplate({ kind: 'transcode', definition: 902, extends: 710 }, { audio: { codec: 'mp2' } })
  expect(createCatalogue([heir]).diagnostics.map(({ related }) => related)).toEqual([undefined])
})
