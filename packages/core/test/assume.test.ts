import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assumeFacts } from '../src/index.ts'

function assumed(text: string) {
  const result = assumeFacts(text)
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value
}

function problems(text: string): readonly string[] {
  return assumeFacts(text).diagnostics.map(({ code, message }) => `${code}: ${message}`)
}

test('nothing said is a minute of full HD with stereo sound', () => {
  const { facts, filled } = assumed('')
  expect(facts).toMatchObject({ container: 'mp4', durationSeconds: 60, bitrateKbps: 4128, sizeBytes: 30_960_000 })
  expect(facts.videoStreams).toMatchObject([{ codec: 'h264', width: 1920, height: 1080, codedWidth: 1920, frameRate: { num: 25, den: 1 }, rotation: 0 }])
  expect(facts.audioStreams).toMatchObject([{ codec: 'aac', samplingRate: 48_000, channels: 2, index: 1 }])
  expect(filled).toEqual(expect.arrayContaining(['duration=60', 'width=1920', 'fps=25', 'video.codec=h264', 'audio.samplingRate=48000']))
})

test('friendly keys tell of the chosen streams', () => {
  const { facts, filled } = assumed('duration=30, height=1080,width=1920,fps=29.97,container=mkv,video.codec=hevc,audio.samplingRate=44100')
  expect(facts).toMatchObject({ container: 'mkv', durationSeconds: 30 })
  expect(facts.videoStreams[0]).toMatchObject({ codec: 'hevc', profile: '', frameRate: { num: 30_000, den: 1001 }, durationSeconds: 30 })
  expect(facts.audioStreams[0]).toMatchObject({ samplingRate: 44_100 })
  expect(filled.some((pair) => pair.startsWith('duration='))).toBe(false)
})

test('a path reaches any fact, of further streams too', () => {
  const { facts } = assumed('videoStreams.0.colour.transfer=smpte2084,audioStreams.1.codec=ac3,durationSeconds=12.5,videoStreams.0.variableFrameRate=true')
  expect(facts.videoStreams[0]).toMatchObject({ colour: { transfer: 'smpte2084' }, variableFrameRate: true, durationSeconds: 12.5 })
  expect(facts.audioStreams.map(({ codec, index }) => [codec, index])).toEqual([['aac', 1], ['ac3', 2]])
})

test('a stream can be missing', () => {
  expect(assumed('audio=none').facts.audioStreams).toEqual([])
  const { facts, filled } = assumed('video=none,bitrate=96')
  expect(facts.videoStreams).toEqual([])
  expect(facts.audioStreams[0]?.bitrateKbps).toBe(96)
  expect(filled.filter((pair) => pair.startsWith('video') || pair.startsWith('width'))).toEqual([])
})

test.each([
  ['height=720', [1280, 720, 1280, 720]],
  ['rotation=90', [1080, 1920, 1920, 1080]],
  ['rotation=270,width=720,height=1280', [720, 1280, 1280, 720]],
  ['video.codedWidth=720,video.codedHeight=576,video.sampleAspectRatio=16/15', [768, 576, 720, 576]],
  ['video.sampleAspectRatio=4/3', [1920, 1080, 1440, 1080]],
])('sizes as shown and as stored follow from each other: %s', (text, expected) => {
  const [video] = assumed(text).facts.videoStreams
  expect(video && [video.width, video.height, video.codedWidth, video.codedHeight]).toEqual(expected)
})

test('a total bit rate is shared out', () => {
  const { facts } = assumed('bitrate=800')
  expect([facts.bitrateKbps, facts.videoStreams[0]?.bitrateKbps, facts.audioStreams[0]?.bitrateKbps]).toEqual([800, 672, 128])
})

test('an unknown fact gets suggestions', () => {
  expect(problems('hieght=3')).toEqual(["check/unknown-fact: 'hieght' is not a fact of a source; did you mean 'height'?"])
  expect(problems('toString=3,__proto__=1,video.constructor=1')).toHaveLength(3)
})

test.each([
  'width=0', 'width=20000', 'width=1.5', 'width=', 'width', 'duration=-1', 'duration=1e9', 'duration=NaN', 'fps=0', 'fps=1/0', 'rotation=45',
  'audio=yes', 'interlaced=1', 'md5=xyz', 'container=a b', 'audio=none,audio.codec=aac', 'videoStreams.99.width=3',
])('%s is refused', (text) => {
  expect(assumeFacts(text).ok).toBe(false)
})

test('a text of a megabyte is refused at once', () => {
  expect(problems('width=1,'.repeat(131_072))).toEqual([expect.stringMatching(/^check\/bad-fact: .*16384 characters/)])
})

const pairs = fc.uniqueArray(
  fc.constantFrom(
    'duration=7.25', 'height=720', 'width=333', 'fps=59.94', 'fps=12.5', 'bitrate=64', 'video.bitrate=9', 'rotation=90', 'video.sampleAspectRatio=16/11', 'audioStreams.2.codec=mp3',
    'video.codedHeight=480', 'container=flv', 'audio.bitrate=32', 'audio.duration=5', 'sourceContext=rtmp://x/y?a=b', 'videoStreams.1.width=64', 'size=12',
  ),
)

test('saying what was filled in changes nothing', () => {
  fc.assert(
    fc.property(pairs, (said) => {
      const first = assumed(said.join(','))
      const second = assumed([...said, ...first.filled].join(','))
      expect(second.facts).toEqual(first.facts)
      expect(second.filled).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(assumeFacts(text)).toHaveProperty('diagnostics')), { numRuns: 500 })
})
