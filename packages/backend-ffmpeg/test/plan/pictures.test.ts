import { expect, test } from 'vitest'
import { afterInput, build2018, choices, cover, film, likeSource, mark, modern, planOf, samples, snapshots, sprite, transcode, workOf } from './fixtures.ts'

const picture = 'scale=1920:1080:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix=bt709,format=rgb24,setsar=1,scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p'

const count = (...args: Parameters<typeof samples>): number => workOf(planOf([samples(...args)]).steps[0]).arrange.length

const filters = (template: Parameters<typeof cover>[2]): string => {
  const args = afterInput(workOf(planOf([cover('Time', 0, template)]).steps[0]).commands[0]?.args ?? [])
  return args[1] ?? ''
}

test('beside an encode the frames come from its decode, each once', () => {
  const [step, ...others] = planOf([transcode(20), cover('Time', 0), samples('Percent', 25), snapshots(0, 15_039, 15_040)]).steps
  expect(others).toEqual([])
  const { commands, arrange } = workOf(step)
  const args = commands[0]?.args ?? []
  expect(args[args.indexOf('-filter_complex') + 1]).toBe([
    '[0:0]split=2[s0][s1]',
    '[s0]fps=24,scale=640:360:flags=bicubic,setsar=1,format=yuv420p[v0]',
    `[s1]select='between(t,-0.02,0.02)+between(t,14.98,15.02)+between(t,15.02,15.06)+between(t,29.98,30.02)+between(t,44.98,45.02)',${picture}[p0]`,
  ].join(';'))
  expect(args.slice(args.indexOf('[p0]') - 1)).toEqual([
    '-map', '[p0]', '-fps_mode', 'passthrough', '-enc_time_base:v', '1:25', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2', '-start_number', '0', 'picture0_%05d.jpg',
  ])
  expect(arrange.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'picture0_00000.jpg cover.jpg',
    'picture0_00000.jpg sample.f10_0000.jpg', 'picture0_00001.jpg sample.f10_0001.jpg', 'picture0_00003.jpg sample.f10_0002.jpg', 'picture0_00004.jpg sample.f10_0003.jpg',
    'picture0_00000.jpg snapshot.f10_0.jpg', 'picture0_00001.jpg snapshot.f10_15039.jpg', 'picture0_00002.jpg snapshot.f10_15040.jpg',
  ])
  expect(choices(step)).toEqual(['fuse', 'reuse', 'reuse'])
})

test('beside a watermark too, from frames that do not have it', () => {
  const steps = planOf([transcode(20, { task: { watermarks: [mark] } }), cover('Time', 3), sprite()]).steps
  expect(steps.map(({ covers }) => covers)).toEqual([['transcode.20', 'coverBySnapshot.10', 'imageSprite.10']])
  expect(workOf(steps[0]).commands[0]?.args.join(' ')).toContain("[0:0]split=3[s0][s1][s2];[s0]fps=24,scale=640:360:flags=bicubic,setsar=1,format=yuv420p[s3];[s3][w0]overlay=x=64:y=18,format=yuv420p[v0];[s1]select=")
})

test('more than a thousand are made apart, and a plan says why', () => {
  const steps = planOf([transcode(20), samples('Time', 0.05)]).steps
  expect(steps.map(({ id }) => id)).toEqual(['pictures', 'encode'])
  expect(steps[0]?.reasons[0]).toEqual({ choice: 'separate', because: '1200 pictures are more than the 1000 that are picked beside encodes' })
})

test('few pictures of a long film are sought, each by its own command, just before its frame', () => {
  const [step] = planOf([snapshots(0, 30_500)]).steps
  expect(workOf(step).commands.map(({ args }) => args.slice(4))).toEqual([
    ['-i', 'file:/films/film.mp4', '-filter_complex', `[0:0]${picture}[p0]`, '-map', '[p0]', '-fps_mode', 'passthrough', '-enc_time_base:v', '1:25', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2', '-update', '1', 'picture0_00000.jpg'],
    ['-ss', '30.46', '-i', 'file:/films/film.mp4', '-filter_complex', `[0:0]${picture}[p0]`, '-map', '[p0]', '-fps_mode', 'passthrough', '-enc_time_base:v', '1:25', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2', '-update', '1', 'picture0_00001.jpg'],
  ])
  expect(step?.reasons).toEqual([{ choice: 'seek', because: '2 pictures by seeks cost about 4.5 s of decoding, one decode to the last of them 30.5 s' }])
})

test('many pictures of a short film come from one decode, and so do all where there is no index', () => {
  expect(choices(planOf([samples('Percent', 2)]).steps[0])).toEqual(['scan'])
  expect(choices(planOf([snapshots(0, 2000)]).steps[0])).toEqual(['scan'])
  const ts = film({ facts: { container: 'ts' }, inspection: { seekable: false } })
  const [step] = planOf([snapshots(30_000)], ts, ['normalise']).steps
  expect(choices(step)).toEqual(['scan'])
  expect(workOf(step).commands[0]?.args.join(' ')).toMatch(/-t 30\.04 -i .*between\(t,29\.98,30\.02\).* -map 0 -ignore_unknown -c copy -f null -$/)
})

test('sample counts are the documented ones', () => {
  expect([count('Percent', 5), count('Percent', 10), count('Percent', 33), count('Percent', 100)]).toEqual([20, 10, 4, 1])
  expect([count('Time', 10), count('Time', 7), count('Time', 60), count('Time', 61)]).toEqual([6, 9, 1, 1])
})

test('a cover at 100 % is the last frame, one beyond the end is none', () => {
  expect(workOf(planOf([cover('Percent', 100)]).steps[0]).commands[0]?.args).toContain('59.94')
  const plan = planOf([cover('Time', 60.5), transcode(20)])
  expect(plan.steps.map(({ id }) => id)).toEqual(['encode'])
  expect(plan.doomed).toEqual([{ task: 'coverBySnapshot.10', failure: { reason: 'source-unsuitable', detail: 'a cover at 60.5 s was asked for, but the video ends at 60 s' } }])
})

test('an offset beyond the end fails its task by name; one at the very end does not', () => {
  expect(planOf([snapshots(1000, 60_001)]).doomed).toEqual([
    { task: 'snapshotByTimeOffset.10', failure: { reason: 'source-unsuitable', detail: 'a snapshot at 60001 ms was asked for, but the video ends at 60000 ms' } },
  ])
  expect(planOf([snapshots(60_000)]).doomed).toEqual([])
})

test('fills: bars and blur only where the shapes differ', () => {
  expect(filters({ ...likeSource, width: 400, height: 400, fillType: 'white' })).toContain('scale=400:225:')
  expect(filters({ ...likeSource, width: 400, height: 400, fillType: 'white' })).toContain('pad=400:400:(ow-iw)/2:(oh-ih)/2:white')
  expect(filters({ ...likeSource, width: 400, height: 225, fillType: 'black' })).not.toContain('pad=')
  expect(filters({ ...likeSource, width: 400, height: 400 })).toContain('scale=400:400:')
  expect(filters({ ...likeSource, width: 400 })).toContain('scale=400:225:')
  expect(filters({ ...likeSource, width: 400, height: 400, fillType: 'gauss' })).toMatch(/split=2\[p0a\]\[p0b\];\[p0a\]scale=712:400:.*crop=400:400.*boxblur.*overlay=\(W-w\)\/2/)
  expect(filters({ ...likeSource, format: 'png' })).not.toContain('yuvj420p')
})

test('a sprite beside an encode shows exact frames; tiles become sheets as they come', () => {
  const [step] = planOf([transcode(20), sprite(10, { rows: 2, columns: 2 })]).steps
  const { commands, arrange, write, outputs } = workOf(step)
  expect(arrange).toEqual([])
  expect(commands.length).toBe(1)
  expect(commands[0]?.args.join(' ')).toContain('metadata=mode=print:file=sprite.f10.tiles.txt,tile=2x2,scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p[t0]')
  expect(commands[0]?.args.slice(-13)).toEqual([
    '[t0]', '-fps_mode', 'passthrough', '-enc_time_base:v', '1:25', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2', '-start_number', '0', 'sprite.f10_%03d.jpg',
  ].slice(-13))
  expect(outputs[1]).toEqual({ kind: 'sprite', task: 'imageSprite.10', sheets: ['sprite.f10_000.jpg', 'sprite.f10_001.jpg'], vtt: 'sprite.f10.vtt', width: 284, height: 160, tileCount: 6, endSeconds: 60, tally: 'sprite.f10.tiles.txt' })
  expect(write[0]?.text.split('\n').slice(0, 6)).toEqual(['WEBVTT', '', '00:00:00.000 --> 00:00:10.000', 'sprite.f10_000.jpg#xywh=0,0,142,80', '', '00:00:10.000 --> 00:00:20.000'])
  expect(write[0]?.text).toMatch(/00:00:50\.000 --> 00:01:00\.000\nsprite\.f10_001\.jpg#xywh=142,0,142,80\n$/)
})

const second = (change: Parameters<typeof film>[0], interval: number) => workOf(planOf([transcode(20), sprite(10, { interval })], film(change)).steps[0]).commands[1]

test('tiles wait as pictures where two show one frame, where they are too many, and where no build can count them', () => {
  expect(second({}, 10)).toBeUndefined()
  expect(second({}, 0.1)?.args.join(' ')).toContain('tile=10x10')
  expect(second({ inspection: { frames: { timeBase: { num: 1, den: 1 }, runs: [{ first: 0, step: 15, count: 4 }], lastDuration: 15 } } }, 10)?.args.join(' ')).toContain('tile=10x10')
  expect(second({ inspection: { capabilities: { ...modern, filters: modern.filters.filter((name) => name !== 'metadata') } } }, 10)?.args.join(' ')).toContain('tile=10x10')
})

test('a sprite alone shows key frames, repeated where two tiles fall on one', () => {
  const long = film({ inspection: { keyFrames: [0, 25] } })
  const [step] = planOf([sprite()], long).steps
  expect(choices(step)).toEqual(['scan'])
  expect(workOf(step).commands[0]?.args.join(' ')).toMatch(/-skip_frame nokey .*select='between\(t,-0\.02,0\.02\)\+between\(t,24\.98,25\.02\)'/)
  expect(workOf(step).commands[1]?.arrange?.map(({ from }) => from)).toEqual([0, 0, 0, 1, 1, 1].map((at) => `picture0_0000${at}.png`))
  const dense = film({ inspection: { keyFrames: Array.from({ length: 600 }, (_, at) => at / 10) } })
  expect(choices(planOf([sprite()], dense).steps[0])).toEqual(['seek'])
})

test('bounds: too many tiles or samples doom their task, and the limit is ours', () => {
  expect(planOf([sprite(0.001)]).doomed[0]?.failure.reason).toBe('tool-incapable')
  expect(planOf([samples('Time', 0)]).doomed[0]?.failure.reason).toBe('tool-incapable')
  expect(planOf([transcode(20), samples('Time', 0.05)]).steps.map(({ id }) => id)).toEqual(['pictures', 'encode'])
})

test('the 2018 build takes its pictures under the old name of the frame mode', () => {
  const [step] = planOf([snapshots(30_000)], film({ inspection: { capabilities: build2018 } })).steps
  expect(workOf(step).commands[0]?.args.join(' ')).toContain('-map [p0] -vsync passthrough')
})
