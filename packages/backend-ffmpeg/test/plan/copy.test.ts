import { expect, test } from 'vitest'
import { afterInput, choices, cover, film, mark, planOf, transcode, workOf, type Film, type TranscodeChange } from './fixtures.ts'

/** What the film of the fixtures is already: 1080p25 of 4,700 kbps with a key frame every fifty frames, and AAC of 128 kbps. */
const same = { video: { width: 0, fps: 0, bitrate: 6000 }, audio: { bitrate: 192, sampleRate: 48_000 } } as const

interface Change {
  readonly template?: TranscodeChange
  readonly film?: Film
}

const planned = ({ template = {}, film: change = {} }: Change) => {
  const video = template.video === 'none' ? template.video : { ...same.video, ...template.video }
  const audio = template.audio === 'none' ? template.audio : { ...same.audio, ...template.audio }
  return planOf([transcode(20, { ...template, video, audio })], film(change)).steps[0]
}
const argsOf = (change: Change): string => afterInput(workOf(planned(change)).commands[0]?.args ?? []).join(' ')

test('a rendition that the source is already is taken as it is, picture and sound', () => {
  const step = planned({})
  expect(step?.id).toBe('copy')
  expect(step?.reasons).toEqual([{ choice: 'copy', because: 'the source is what is asked for (h264 1920x1080 at 4700 kbps): its pictures are taken as they are, and so is its sound', tasks: ['transcode.20'] }])
  expect(argsOf({})).toBe('-map 0:0 -c:v copy -map 0:1 -c:a copy -map_metadata -1 -map_chapters -1 -max_muxing_queue_size 4096 -f mp4 -movflags +faststart v.f20.mp4')
  expect(workOf(step).outputs[0]).toMatchObject({ deep: true, video: { codec: 'h264', width: 1920, height: 1080, pixelFormat: 'yuv420p', durationSeconds: 60 } })
})

test('beside encodes it is one more output of their command, which decodes nothing for it', () => {
  const [step, ...others] = planOf([transcode(20, same), transcode(30, { video: { width: 1280 } }), cover('Time', 0)], film()).steps
  expect(others).toEqual([])
  const args = workOf(step).commands[0]?.args.join(' ') ?? ''
  expect(args).toContain('-map 0:0 -c:v copy -map 0:1 -c:a copy')
  expect(args).toContain('[s0]fps=24,scale=1280:720')
  expect(choices(step)).toEqual(['fuse', 'copy'])
})

const copies: Readonly<Record<string, Change>> = {
  'into HLS where key frames stand at its segments': { template: { container: 'hls' } },
  'from MKV': { film: { facts: { container: 'mkv' } } },
  'a lower profile than is asked for': { film: { video: { profile: 'Main' } } },
  'the bit rate that the source has': { template: { video: { bitrate: 0 } } },
  'never above a source that is below': { template: { video: { bitrate: -6000, fps: -30 } } },
  'a frame rate that varies where the source\'s is asked for': { film: { video: { variableFrameRate: true } } },
  'two passes, which it then does not need': { template: { video: { videoRateControl: 1 } } },
  'the frame rate that is asked for': { template: { video: { fps: 25 } } },
}
test.each(Object.entries(copies))('%s: copied', (_, change) => {
  expect(argsOf(change)).toContain('-map 0:0 -c:v copy')
})

const refused: Readonly<Record<string, Change>> = {
  'a watermark is drawn on it': { template: { task: { watermarks: [mark] } } },
  'its likeness to the source is measured': { template: { task: { verify: { ssim: 0.9 } } } },
  'it is turned by 180 degrees': { film: { video: { rotation: 180 } } },
  'its pixels are not square': { film: { video: { codedWidth: 1440, sampleAspectRatio: { num: 4, den: 3 } } } },
  'it is interlaced': { film: { video: { interlaced: true } } },
  'its colours have the full range': { film: { video: { pixelFormat: 'yuvj420p' } } },
  'its pixels are yuv422p, yuv420p is asked for': { film: { video: { pixelFormat: 'yuv422p' } } },
  'its profile is High, main is asked for': { template: { video: { videoProfile: 'main' } } },
  'its profile is High 10, high is asked for': { film: { video: { profile: 'High 10' } } },
  'its profile is not known, high is asked for': { film: { video: { profile: '' } } },
  'it has 4700 kbps, 4000 are asked for': { template: { video: { bitrate: 4000 } } },
  'its bit rate is not known': { film: { video: { bitrateKbps: 0 }, facts: { bitrateKbps: 0 } } },
  'it has 25 fps, 24 are asked for': { template: { video: { fps: 24 } } },
  'it has 25 fps, 23.976 are asked for': { template: { video: { fps: 23.976 } } },
  'its frame rate varies, 25 fps are asked for': { template: { video: { fps: 25 } }, film: { video: { variableFrameRate: true } } },
  'its key frames are up to 50 frames apart, 49 are asked for at most': { template: { video: { gop: 49 } } },
  'its key frames are up to 300 frames apart, 240 are asked for at most': { film: { inspection: { keyFrames: [0, 12, 24, 36, 48] } } },
  'two of its key frames are 50 frames apart, 100 are asked for at least': { template: { video: { minGop: 4 } } },
  'all outputs are to have their key frames at the same places': { template: { task: { idrAlignment: true } } },
  'it has no key frame at 10 s, where a segment begins': { template: { container: 'hls' }, film: { inspection: { keyFrames: [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56] } } },
  'its first frame is no key frame': { film: { inspection: { keyFrames: [2, 4, 6, 8] } } },
  'the times in avi are not kept by a copy': { film: { facts: { container: 'avi' } } },
  'it is HDR': { film: { video: { colour: { range: 'tv', space: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' } } } },
}
test.each(Object.entries(refused))('%s: encoded, and the plan says so', (why, change) => {
  expect(argsOf(change)).not.toContain('-c:v copy')
  expect(planned(change)?.reasons.find(({ choice }) => choice === 'encode')?.because).toContain(`encoded all the same: ${why}`)
})

test('frames that an edit list hides, a clip and a join are not copied', () => {
  const whole = film().parts[0]
  if (whole === undefined || !('facts' in whole)) throw new Error('no file')
  const hidden = planned({ film: { inspection: { parts: [{ ...whole, hiddenFrames: 3 }] } } })
  expect(hidden?.reasons[0]?.because).toContain('3 of its frames are in the file and not shown')
  expect(argsOf({ film: { inspection: { parts: [{ ...whole, clip: { startSeconds: 1, endSeconds: 2 } }] } } })).not.toContain('-c:v copy')
})

test('another size or codec is nothing to speak of', () => {
  expect(planned({ template: { video: { width: 1280 } } })?.reasons).toEqual([])
  expect(planned({ template: { video: { codec: 'libx265' } } })?.reasons).toEqual([])
})

const sounds: readonly (readonly [string, Change])[] = [
  ['it has 128 kbps, 96 are asked for', { template: { audio: { bitrate: 96 } } }],
  ['it has 48000 Hz, 44100 are asked for', { template: { audio: { sampleRate: 44_100 } } }],
  ['it has 2 channels, 1 are asked for', { template: { audio: { soundSystem: 1 } } }],
  ['it is mp3, aac is asked for', { film: { audio: { codec: 'mp3' } } }],
  ['it is AAC HE-AAC', { film: { audio: { profile: 'HE-AAC' } } }],
  ['mkv or mp4 does not say where a sound begins', { film: { facts: { container: 'mkv' } } }],
]
test.each(sounds)('%s: only the sound is encoded', (why, change) => {
  expect(argsOf(change)).toMatch(/-map 0:0 -c:v copy -map 0:1 -filter:a aresample\S+ -c:a aac/)
  expect(planned(change)?.reasons[0]?.because).toContain(`only its sound is encoded: ${why}`)
})

test('sound alone that is what is asked for is taken as it is', () => {
  expect(argsOf({ template: { container: 'm4a', video: 'none' } })).toContain('-map 0:1 -c:a copy')
  expect(argsOf({ template: { container: 'm4a', video: 'none', audio: { bitrate: 64 } } })).toContain('-c:a aac')
})

test('a source without sound, and a template without sound', () => {
  expect(argsOf({ film: { audio: 'none' } })).toMatch(/^-map 0:0 -c:v copy -map_metadata/)
  expect(argsOf({ template: { audio: 'none' } })).toMatch(/^-map 0:0 -c:v copy -map_metadata/)
})
