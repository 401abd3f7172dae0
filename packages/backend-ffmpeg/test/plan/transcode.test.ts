import { expect, test } from 'vitest'
import type { ExpectedMedia } from '../../src/work.ts'
import { afterInput, build2018, choices, film, mark, modern, planOf, transcode, workOf, type Film, type TranscodeChange } from './fixtures.ts'

const argsOf = (change: TranscodeChange, source: Film = {}): string => {
  const [step] = planOf([transcode(20, change)], film(source)).steps
  return afterInput(workOf(step).commands[0]?.args ?? []).join(' ')
}
const expectedOf = (change: TranscodeChange, source: Film = {}): ExpectedMedia => {
  const [output] = workOf(planOf([transcode(20, change)], film(source)).steps[0]).outputs
  if (output?.kind !== 'media') throw new Error('no media')
  return output
}
const sizeOf = (video: TranscodeChange['video'], width: number, height: number): string => {
  const { video: made } = expectedOf({ video: video ?? {} }, { video: { width, height } })
  return `${made?.width}x${made?.height}`
}

const graph = (...tasks: readonly ReturnType<typeof transcode>[]): string => {
  const args = workOf(planOf(tasks).steps[0]).commands[0]?.args ?? []
  return args[args.indexOf('-filter_complex') + 1] ?? ''
}

test('one MP4: the whole command line', () => {
  const [step] = planOf([transcode(20)]).steps
  expect(workOf(step).commands).toEqual([{
    mediaSeconds: 60,
    args: [
      '-protocol_whitelist', 'file,pipe,crypto', '-format_whitelist', 'mov,mp4,matroska,webm,flv,mpegts,mpeg,avi,asf,rm,mp3,aac,flac,ogg,wav',
      '-i', 'file:/films/film.mp4',
      '-filter_complex', '[0:0]fps=24,scale=640:360:flags=bicubic,setsar=1,format=yuv420p[v0]',
      '-map', '[v0]', '-map', '0:1', '-fps_mode', 'passthrough',
      '-c:v', 'libx264', '-preset:v', 'veryfast', '-profile:v', 'high', '-b:v', '512k', '-maxrate:v', '512k', '-bufsize:v', '1024k', '-g:v', '240',
      '-color_range:v', 'tv', '-colorspace:v', 'bt709', '-color_primaries:v', 'bt709', '-color_trc:v', 'bt709',
      '-filter:a', 'aresample=async=1:min_hard_comp=0.04', '-c:a', 'aac', '-b:a', '48k', '-ar', '44100', '-ac', '2',
      '-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096', '-f', 'mp4', '-movflags', '+faststart', 'v.f20.mp4',
    ],
  }])
  expect(workOf(step).outputs).toEqual([{
    kind: 'media', task: 'transcode.20', path: 'v.f20.mp4', container: 'mp4', deep: false,
    video: { codec: 'h264', width: 640, height: 360, rotation: 0, pixelFormat: 'yuv420p', durationSeconds: 60, toleranceSeconds: 1 / 24 + 0.002 },
    audio: { codec: 'aac', samplingRate: 44_100, channels: 2, durationSeconds: 60, toleranceSeconds: 2048 / 44_100 + 0.002 },
  }])
})

test('HLS has a key frame at least at each segment, FLV and HEVC have their own marks', () => {
  expect(argsOf({ container: 'hls' })).toContain(
    '-force_key_frames:v expr:gte(t,n_forced*10) -forced-idr:v 1')
  expect(argsOf({ container: 'hls' })).toMatch(/-f hls -hls_time 10 -hls_playlist_type vod -hls_list_size 0 -hls_segment_filename v\.f20_%05d\.ts v\.f20\.m3u8$/)
  expect(argsOf({ container: 'flv', audio: { codec: 'libmp3lame', sampleRate: 48_000 } })).toMatch(/-c:a libmp3lame -b:a 48k -ar 44100 .*-f flv v\.f20\.flv$/)
  expect(argsOf({ video: { codec: 'libx265' } })).toContain('-x265-params:v log-level=error:open-gop=0 -tag:v hvc1')
  expect(argsOf({ container: 'hls', video: { codec: 'libx265' } })).not.toContain('-tag:v')
})

test('the long side takes the width whichever way the picture stands, and sides are even', () => {
  expect(sizeOf({ width: 640 }, 1920, 1080)).toBe('640x360')
  expect(sizeOf({ width: 640 }, 1080, 1920)).toBe('360x640')
  expect(sizeOf({ width: 640, resolutionSelfAdapting: 'close' }, 1080, 1920)).toBe('640x1138')
  expect(sizeOf({ width: 0, height: 480 }, 1920, 1080)).toBe('854x480')
  expect(sizeOf({ width: 0, height: 0 }, 427, 241)).toBe('426x240')
  expect(sizeOf({ width: 1280 }, 854, 480)).toBe('1280x720')
  expect(sizeOf({ width: -1280 }, 854, 480)).toBe('854x480')
  expect(sizeOf({ width: -640 }, 854, 480)).toBe('640x360')
  expect(sizeOf({ width: 2 }, 4000, 30)).toBe('2x2')
})

test('frame rates: obeyed, never above the source, as the source', () => {
  expect(argsOf({ video: { fps: 60 } })).toContain('[0:0]fps=60,')
  expect(argsOf({ video: { fps: 29.97 } })).toContain('[0:0]fps=30000/1001,')
  expect(argsOf({ video: { fps: -30 } })).toContain('[0:0]fps=25,')
  expect(argsOf({ video: { fps: -15 } })).toContain('[0:0]fps=15,')
  expect(argsOf({ video: { fps: 0 } })).toContain('[0:0]fps=25,')
  const variable = argsOf({ video: { fps: 0 } }, { video: { variableFrameRate: true } })
  expect(variable).toContain('[0:0]scale=')
  expect(variable).toContain('-enc_time_base:v 1:25')
})

test('bit rates: obeyed, never above the source, as the source', () => {
  const slow = { video: { bitrateKbps: 256 }, audio: { bitrateKbps: 32, samplingRate: 22_050 } }
  expect(argsOf({ video: { bitrate: -512 } }, slow)).toContain('-b:v 256k -maxrate:v 256k -bufsize:v 512k')
  expect(argsOf({ video: { bitrate: -128 } }, slow)).toContain('-b:v 128k')
  expect(argsOf({ video: { bitrate: 0 } }, slow)).toContain('-b:v 256k')
  expect(argsOf({ video: { bitrate: 0 } }, { video: { bitrateKbps: 0 } })).toContain('-b:v 4828k')
  expect(argsOf({ audio: { bitrate: -48, sampleRate: -44_100 } }, slow)).toContain('-b:a 32k -ar 22050')
})

test('sources that are not plain come out plain', () => {
  expect(argsOf({}, { video: { pixelFormat: 'yuvj420p', colour: { range: 'pc', space: 'bt709', primaries: 'bt709', transfer: 'bt709' } } })).toContain('flags=bicubic:out_range=tv,')
  const hlg = { range: 'tv', space: 'bt2020nc', primaries: 'bt2020', transfer: 'arib-std-b67' }
  expect(argsOf({}, { video: { pixelFormat: 'yuv420p10le', colour: hlg } })).toMatch(/^-filter_complex \[0:0\]zscale=tin=arib-std-b67:.*tonemap=tonemap=hable.*-color_trc:v bt709/)
  expect(argsOf({ video: { deinterlaced: 1 } })).toContain('[0:0]yadif=deint=interlaced,fps=24')
  expect(argsOf({}, { video: { colour: { range: 'tv', space: 'smpte170m', primaries: 'unknown', transfer: 'smpte170m' } } })).toContain('-color_range:v tv -colorspace:v smpte170m -color_trc:v smpte170m')
  expect(argsOf({}, { video: { index: 3 }, audio: { index: 5 } })).toMatch(/\[0:3\]fps.* -map 0:5 /)
})

test('no sound in the source gives a video without sound', () => {
  expect(argsOf({}, { audio: 'none' })).not.toMatch(/-map 0:|-c:a/)
  expect(expectedOf({}, { audio: 'none' }).audio).toBeUndefined()
})

test('audio alone', () => {
  expect(argsOf({ container: 'm4a', video: 'none' })).toBe(
    '-map 0:1 -filter:a aresample=async=1:min_hard_comp=0.04 -c:a aac -b:a 48k -ar 44100 -ac 2 -map_metadata -1 -map_chapters -1 -max_muxing_queue_size 4096 -f ipod -movflags +faststart v.f20.m4a')
  expect(argsOf({ container: 'mp3', video: 'none', audio: { codec: 'libmp3lame', bitrate: 128 } })).toMatch(/-c:a libmp3lame -b:a 128k .*-f mp3 v\.f20\.mp3$/)
  expect(argsOf({ audio: { audioProfile: 'aac_he' } }, { inspection: { capabilities: { ...build2018, encoders: [...build2018.encoders, 'libfdk_aac'] } } })).toContain('-c:a libfdk_aac -profile:a aac_he')
})

test('a watermark is read inside the graph under a name of ours, scaled for each rendition, and drawn after scaling', () => {
  const [step] = planOf([transcode(20, { task: { watermarks: [mark] } })]).steps
  expect(workOf(step).stage).toEqual([{ from: '/marks/logo%d.png', to: 'watermark0.png', sha256: 'aa' }])
  const args = argsOf({ task: { watermarks: [mark] } })
  expect(args).not.toContain('logo%d')
  expect(args).toContain('movie=filename=watermark0.png:format_name=png_pipe,scale=128:64:flags=bicubic[w0];[0:0]fps=24,scale=640:360:flags=bicubic,setsar=1,format=yuv420p[s0];[s0][w0]overlay=x=64:y=18,format=yuv420p[v0]')
})

test('two passes: the first makes no file, the second reads what it measured', () => {
  const [step] = planOf([transcode(20, { video: { videoRateControl: 1 } })]).steps
  const [first, second] = workOf(step).commands.map(({ args }) => args.join(' '))
  expect(first).toMatch(/-pass 1 -passlogfile two-pass -f null -$/)
  expect(first).not.toMatch(/-map 0:1|faststart/)
  expect(second).toMatch(/-map 0:1 .*-pass 2 -passlogfile two-pass v\.f20\.mp4$/)
  expect(choices(step)).toEqual(['separate'])
})

const tagged = 'setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709'

test('a ladder: one decode, a cascade of sizes, one sound', () => {
  const [step, ...others] = planOf([
    transcode(10, { video: { width: 320 } }), transcode(20), transcode(30, { video: { width: 1280 } }), transcode(230, { container: 'hls', video: { width: 1280 } }),
  ]).steps
  expect(others).toEqual([])
  expect(choices(step)).toEqual(['fuse', 'cascade', 'cascade', 'zimg', 'zimg', 'share'])
  const args = workOf(step).commands[0]?.args ?? []
  expect(args[args.indexOf('-filter_complex') + 1]).toBe([
    '[0:0]fps=24,scale=1280:720:flags=bicubic,setsar=1,format=yuv420p,split=3[v2][v3][s0]',
    `[s0]${tagged},zscale=640:360:filter=bicubic:param_a=0:param_b=0.6,setsar=1,format=yuv420p,split=2[v1][s1]`,
    `[s1]${tagged},zscale=320:180:filter=bicubic:param_a=0:param_b=0.6,setsar=1,format=yuv420p[v0]`,
  ].join(';'))
  expect(args.slice(args.indexOf('-flags'))).toEqual(['-flags', '+global_header', '-f', 'tee', [
    "[select=\\'v:0,a\\':f=mp4:movflags=+faststart]v.f10.mp4",
    "[select=\\'v:1,a\\':f=mp4:movflags=+faststart]v.f20.mp4",
    "[select=\\'v:2,a\\':f=mp4:movflags=+faststart]v.f30.mp4",
    "[select=\\'v:3,a\\':f=hls:hls_time=10:hls_playlist_type=vod:hls_list_size=0:hls_segment_filename=v.f230_%05d.ts]v.f230.m3u8",
  ].join('|')])
  expect(args.filter((each) => each === '-c:a')).toHaveLength(1)
})

test('what is enlarged feeds nothing, other shapes and other rates have their own branch', () => {
  expect(graph(transcode(20), transcode(80, { video: { width: 3840 } }))).toBe(
    '[0:0]fps=24,split=2[s0][s1];[s0]scale=3840:2160:flags=bicubic,setsar=1,format=yuv420p[v1];[s1]scale=640:360:flags=bicubic,setsar=1,format=yuv420p[v0]')
  expect(graph(transcode(20), transcode(21, { video: { width: 320, height: 320 } }))).toContain('[s1]scale=320:320')
  expect(graph(transcode(20), transcode(21, { video: { fps: 15, width: 320 } }))).toMatch(/^\[0:0\]split=2\[s0\]\[s1\];\[s0\]fps=24,.*;\[s1\]fps=15,/)
})

test('the 2018 build: the old name of the frame mode, and a sound for each output', () => {
  const [step] = planOf([transcode(10, { video: { width: 320 } }), transcode(20)], film({ inspection: { capabilities: build2018 } })).steps
  const args = workOf(step).commands[0]?.args ?? []
  expect(args).not.toContain('-fps_mode')
  expect(args).not.toContain('tee')
  expect(args.filter((each) => each === '-vsync')).toHaveLength(2)
  expect(args.filter((each) => each === '-c:a')).toHaveLength(2)
  expect(choices(step)).toEqual(['fuse', 'cascade'])
})

test('MP2 sound only where the container holds it', () => {
  const mp2 = { audio: { codec: 'mp2', bitrate: 100 } } as const
  expect(argsOf({ ...mp2, container: 'hls' })).toContain('-c:a mp2 -b:a 96k')
  expect(expectedOf(mp2).audio?.codec).toBe('mp3')
  expect(planOf([transcode(20, { ...mp2, container: 'flv' })]).doomed.map(({ failure }) => failure)).toEqual([
    { reason: 'tool-incapable', detail: "FLV cannot hold 'mp2' audio; it holds aac and mp3" },
  ])
})

test('what a duration may differ by: one frame of the output grid, or of the source where its own times are kept', () => {
  const slow = { video: { variableFrameRate: true }, inspection: { frames: { timeBase: { num: 1, den: 100 }, runs: [{ first: 0, step: 50, count: 118 }], lastDuration: 150 } } }
  expect(expectedOf({ video: { fps: 0 } }, slow).video).toMatchObject({ durationSeconds: 60, toleranceSeconds: 0.082 })
  const old = { ...slow, inspection: { ...slow.inspection, capabilities: { ...modern, filters: modern.filters.filter((name) => name !== 'tpad') } } }
  expect(expectedOf({ video: { fps: 0 } }, old).video).toMatchObject({ durationSeconds: 60, toleranceSeconds: 1.502 })
  expect(expectedOf({ video: { fps: 10 } }, slow).video?.toleranceSeconds).toBeCloseTo(0.102, 9)
  const late = { inspection: { frames: { timeBase: { num: 1, den: 25 }, runs: [{ first: 2, step: 1, count: 1498 }], lastDuration: 1 } } }
  expect(expectedOf({ video: { fps: 25 } }, late).video?.durationSeconds).toBe(59.92)
})
