import type { Action, ToolBuild } from '@vodflow/core'
import { expect, test } from 'vitest'
import { templatesBeyond } from '../../src/index.ts'
import { animated, callOf, catalogueOf, codes, compile, cover, located, mark, only, samples, snapshots, sprite, Text, transcode } from '../support/compiling.ts'
import { projectTemplate } from '../support/project-templates.ts'

const whole: ToolBuild = {
  program: '/usr/bin/ffmpeg', version: '7.1', hevcInFlv: true,
  encoders: ['aac', 'gif', 'libmp3lame', 'libx264', 'libx265', 'mjpeg', 'mp2', 'png'],
  muxers: ['flv', 'gif', 'hls', 'image2', 'ipod', 'mp3', 'mp4'],
  filters: ['aresample', 'boxblur', 'crop', 'format', 'fps', 'overlay', 'pad', 'palettegen', 'paletteuse', 'scale', 'select', 'setsar', 'split', 'tile', 'yadif'],
}
const without = (list: 'encoders' | 'muxers' | 'filters', ...names: readonly string[]): ToolBuild => ({ ...whole, [list]: whole[list].filter((name) => !names.includes(name)) })

test.each<[string, Action, ToolBuild, string]>([
  ['an encoder', transcode([510]), without('encoders', 'libx265'), "'transcode.510' needs the encoder 'libx265', which the ffmpeg at hand (/usr/bin/ffmpeg 7.1) lacks; it has nothing in its place"],
  ['sound', transcode([10]), without('encoders', 'aac'), "'transcode.10' needs the encoder 'aac', which"],
  ['a container', transcode([220]), without('muxers', 'hls'), "'transcode.220' needs the muxer 'hls', which"],
  ['a container of a remux', transcode([9]), without('muxers', 'mp4'), "'transcode.9' needs the muxer 'mp4', which"],
  ['a frame rate', transcode([10]), without('filters', 'fps'), "'transcode.10' needs the filter 'fps', which"],
  ['a palette', animated(), without('filters', 'palettegen'), "'animatedGraphics.20000' needs the filter 'palettegen', which"],
  ['pictures', samples(10), without('encoders', 'mjpeg'), "'sampleSnapshot.10' needs the encoder 'mjpeg', which"],
  ['a cover', cover('Time', 0), without('muxers', 'image2'), "'coverBySnapshot.10' needs the muxer 'image2', which"],
  ['snapshots', snapshots(0), without('filters', 'select'), "'snapshotByTimeOffset.10' needs the filter 'select', which"],
  ['sheets', sprite(10), without('filters', 'tile'), "'imageSprite.10' needs the filter 'tile', which"],
  ['H.265 in FLV', transcode([510], { override: located({ container: 'flv' }) }), { ...whole, hevcInFlv: false }, "'transcode.510' asks for H.265 in FLV, which the ffmpeg at hand (/usr/bin/ffmpeg 7.1) cannot write"],
])('%s that the build lacks is a warning, and none with the whole build or none known', (_, action, build, sentence) => {
  const diagnostic = only(compile([action], { build, strict: true }))
  expect(diagnostic).toMatchObject({ severity: 'warning', code: expect.stringMatching(/^ffmpeg\//u) })
  expect(diagnostic.message).toContain(sentence)
  expect(codes([action], { build: whole })).toEqual([])
  expect(codes([action])).toEqual([])
})

test('near miss: what the source does not have, or what only some sources need, is not asked for', () => {
  const deaf = without('encoders', 'aac')
  expect(codes([transcode([10])], { build: deaf, facts: 'audio=none' })).toEqual([])
  expect(codes([transcode([10])], { build: deaf, facts: 'height=1080' })).toEqual(['ffmpeg/missing-encoder'])
  const asSource = transcode([10], { override: located({ video: { fps: 0 } }) })
  expect(codes([asSource], { build: without('filters', 'fps') })).toEqual([])
  expect(codes([transcode([1110])], { build: without('encoders', 'libx264') })).toEqual([])
  expect(codes([transcode([10])], { build: { ...whole, encoders: [...deaf.encoders, 'libfdk_aac'] } })).toEqual([])
})

test('at the value of an override, at the argument of a call, else at the number', () => {
  const build = without('encoders', 'libx265')
  const text = new Text('{"video": {"codec": "libx265"}}')
  const [all, value] = [text.at('{"video": {"codec": '), text.at('"libx265"')]
  const override = { value: { video: { codec: 'libx265' } }, span: all, places: [{ path: ['video', 'codec'], key: all, value }] }
  expect(only(compile([transcode([10], { override })], { build })).span).toEqual(value)
  const call = callOf('QCVB_SimpleProcessFile({10,510})')
  expect(only(compile([transcode([10, 510])], { build, call, builtIn: true })).span).toMatchObject({ start: 27, end: 30 })
  const number = new Text('[10, 510]').at('510')
  expect(only(compile([transcode([located(510, number)])], { build })).span).toEqual(number)
})

test('a template of the project is told once, at the member in its file or at what it extends, and not at each use', () => {
  const build = without('encoders', 'libx265')
  const own = projectTemplate({ kind: 'transcode', definition: 301, extends: 10 }, { video: { codec: 'libx265' } })
  const heir = projectTemplate({ kind: 'transcode', definition: 302, extends: 510, comment: 'same' })
  const whole264 = projectTemplate({ kind: 'transcode', definition: 303, extends: 10 })
  const all = [own, heir, whole264]
  const told = templatesBeyond(build, all, catalogueOf(all))
  expect(told.map(({ severity, code, span }) => `${severity} ${code} ${span?.file.path} ${span?.file.text}`)).toEqual([
    'warning ffmpeg/missing-encoder templates/transcode.301.json video.codec',
    'warning ffmpeg/missing-encoder templates/transcode.302.json extends',
  ])
  expect(codes([transcode([301, 302])], { templates: all, build })).toEqual([])
  const drawn = templatesBeyond(without('filters', 'overlay'), [mark(150), ...all], catalogueOf([mark(150), ...all]))
  expect(drawn.map(({ message }) => message)).toEqual([expect.stringContaining("'watermark.150' needs the filter 'overlay'")])
  const over = transcode([303], { override: located({ video: { codec: 'libx265' } }) })
  expect(codes([over], { templates: all, build })).toEqual(['ffmpeg/missing-encoder'])
})
