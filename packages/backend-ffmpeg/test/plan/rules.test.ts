import { taskId, type HlsMasterPlaylistTask, type ProcessTask, type ReviewTask } from '@vodflow/core'
import type { PlanOptions } from '@vodflow/engine'
import { expect, test } from 'vitest'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { describeStep, planFfmpeg } from '../../src/plan/index.ts'
import { animation, compiled, cover, film, mark, modern, planOf, remux, samples, snapshots, sprite, transcode, workOf } from './fixtures.ts'

const codes = (task: ProcessTask, inspection: FfmpegInspection): readonly string[] =>
  planFfmpeg(compiled(task), inspection, { speed: 'veryfast' }).diagnostics.map(({ code }) => code)
const without = (list: 'encoders' | 'decoders' | 'muxers' | 'filters', ...names: readonly string[]): FfmpegInspection =>
  film({ inspection: { capabilities: { ...modern, [list]: modern[list].filter((name) => !names.includes(name)) } } })

const twin = (hex: string, width: number): ProcessTask => transcode(20, { container: 'hls', video: { width }, task: { id: taskId(`transcode.20.${hex}`) } })

test('what the source lacks dooms the tasks that need it and no other', () => {
  const silent = planOf([transcode(20), transcode(1110, { container: 'm4a', video: 'none' })], film({ audio: 'none' }))
  expect(silent.doomed).toEqual([{ task: 'transcode.1110', failure: { reason: 'source-lacks-stream', stream: 'audio' } }])
  expect(silent.steps.map(({ covers }) => covers)).toEqual([['transcode.20']])
  const sound = planOf([transcode(20), transcode(1110, { container: 'm4a', video: 'none' }), cover('Time', 0), sprite(), snapshots(0), samples('Percent', 10), animation('gif')], film({ video: 'none' }))
  expect(sound.doomed.map(({ task }) => task)).toEqual(['transcode.20', 'coverBySnapshot.10', 'imageSprite.10', 'snapshotByTimeOffset.10', 'sampleSnapshot.10', 'animatedGraphics.20000'])
  expect(sound.steps.map(({ covers }) => covers)).toEqual([['transcode.1110']])
})

test('missing parts of the build are errors of the plan that name the build and what it has', () => {
  expect(codes(transcode(20), without('encoders', 'libx264'))).toEqual(['ffmpeg/missing-encoder'])
  expect(codes(transcode(20), without('encoders', 'libx265'))).toEqual([])
  expect(codes(transcode(20, { container: 'hls' }), without('muxers', 'hls'))).toEqual(['ffmpeg/missing-muxer'])
  expect(codes(transcode(20, { task: { watermarks: [mark] } }), without('filters', 'overlay'))).toEqual(['ffmpeg/missing-filter'])
  expect(codes(sprite(), without('filters', 'tile'))).toEqual(['ffmpeg/missing-filter'])
  expect(codes(cover('Time', 0), without('filters', 'tile'))).toEqual([])
  expect(codes(remux(9, 'mp4'), without('decoders', 'h264', 'aac'))).toEqual([])
  const av1 = film({ video: { codec: 'av1' }, inspection: { capabilities: { ...modern, decoders: ['aac', 'h264'] } } })
  const result = planFfmpeg(compiled(transcode(20)), av1, { speed: 'veryfast' })
  expect(result.diagnostics.map(({ code }) => code)).toEqual(['ffmpeg/missing-decoder'])
  expect(result.diagnostics.map(({ message }) => message)).toEqual(["'transcode.20' needs the decoder 'av1', which the ffmpeg at hand (ffmpeg 5.1.9) lacks; it has 'h264', 'aac'"])
  expect(result.ok).toBe(false)
})

test('H.265 in FLV only where the build can', () => {
  const task = transcode(720, { container: 'flv', video: { codec: 'libx265' } })
  expect(codes(task, film())).toEqual(['ffmpeg/hevc-in-flv'])
  expect(codes(task, film({ inspection: { capabilities: { ...modern, hevcInFlv: true } } }))).toEqual([])
  expect(codes(transcode(520, { video: { codec: 'libx265' } }), film())).toEqual([])
})

test('HDR without the filters for it fails its tasks, and only those that decode', () => {
  const colour = { range: 'tv', space: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' }
  const plan = planOf([transcode(20), remux(9, 'mp4'), transcode(1110, { container: 'm4a', video: 'none' })], { ...without('filters', 'zscale'), facts: film({ video: { codec: 'hevc', colour } }).facts })
  expect(plan.doomed).toEqual([{
    task: 'transcode.20', failure: { reason: 'tool-incapable', detail: "the source is HDR (smpte2084), and the ffmpeg at hand (ffmpeg 5.1.9) lacks 'zscale' to bring it to SDR" },
  }])
  expect(plan.steps.flatMap(({ covers }) => covers)).toEqual(['transcode.1110', 'transcode.9'])
})

test('a watermark whose picture is gone is named', () => {
  const gone = { definition: 151, template: { ...mark.template, image: { ...mark.template.image, sha256: 'bb' } } }
  expect(codes(transcode(20, { task: { watermarks: [mark, gone] } }), film())).toEqual(['ffmpeg/missing-image'])
})

test('remux: streams are copied; what a container would lose or cannot hold dooms it', () => {
  const [hls] = planOf([remux(6, 'hls')]).steps
  expect(workOf(hls).commands[0]?.args.slice(4).join(' ')).toBe(
    '-i file:/films/film.mp4 -map 0:0 -map 0:1 -c copy -map_metadata -1 -map_chapters -1 -max_muxing_queue_size 4096 -f hls -hls_time 10 -hls_playlist_type vod -hls_list_size 0 -hls_segment_filename v.f6_%05d.ts v.f6.m3u8')
  expect(workOf(hls).outputs[0]).toMatchObject({ deep: true, path: 'v.f6.m3u8', video: { codec: 'h264', rotation: 0 } })
  const turned = film({ video: { rotation: 90, width: 1080, height: 1920 } })
  expect(planOf([remux(6, 'hls')], turned).doomed[0]?.failure).toMatchObject({ reason: 'source-unsuitable', detail: expect.stringContaining('90 degrees') })
  expect(workOf(planOf([remux(9, 'mp4')], turned).steps[0]).outputs[0]).toMatchObject({ video: { rotation: 90, width: 1080, height: 1920 } })
  expect(planOf([remux(6, 'hls')], film({ video: { codec: 'vp9' } })).doomed[0]?.failure).toMatchObject({ detail: "HLS cannot hold 'vp9' video; it holds h264, hevc, mpeg2video, mpeg1video" })
  expect(planOf([remux(9, 'mp4')], film({ video: { codec: 'vp9' } })).doomed).toEqual([])
  expect(planOf([remux(9, 'mp4')], film({ audio: { codec: 'vorbis' } })).doomed).toHaveLength(1)
})

test('a GIF finds its palette first; an end beyond the film is its end, a start beyond it is an error', () => {
  const [step] = planOf([animation('gif', { startTime: 50, endTime: 90 })]).steps
  const [first, second] = workOf(step).commands.map(({ args }) => args.slice(4).join(' '))
  expect(first).toBe(
    '-ss 50 -t 10 -i file:/films/film.mp4 -filter_complex [0:0]fps=fps=2:start_time=0:round=up,scale=1920:1080:flags=bicubic,setsar=1,palettegen=stats_mode=full[g] -map [g] -frames:v 1 -c:v png -f image2 -update 1 v.f20000_palette.png')
  expect(second).toContain('-f png_pipe -i v.f20000_palette.png -filter_complex [0:0]fps=fps=2:start_time=0:round=up,scale=1920:1080:flags=bicubic,setsar=1[f];[f][1:v]paletteuse')
  expect(workOf(step).outputs[0]).toMatchObject({ path: 'v.f20000.gif', video: { codec: 'gif', durationSeconds: 10, toleranceSeconds: 0.511 } })
  expect(planOf([animation('webp', { startTime: 60 })]).doomed[0]?.failure.reason).toBe('source-unsuitable')
  expect(workOf(planOf([animation('webp')]).steps[0]).commands[0]?.args.join(' ')).toMatch(/-c:v libwebp_anim -q:v 75 -loop 0 .* -f webp v\.f20000\.webp$/)
})

test('tasks under different conditions are never fused, and wait for their review', () => {
  const review: ReviewTask = { kind: 'review', id: taskId('review.10'), inputs: [], definition: 10, template: { reviewConfidence: 50, blockConfidence: 90, stops: true } }
  const pass = { task: review.id, suggestion: ['pass'] } as const
  const tasks = [review, transcode(10, { task: { runsIf: pass } }), transcode(20, { task: { runsIf: pass } }), transcode(30)]
  const result = planFfmpeg(compiled(...tasks), film(), { speed: 'veryfast' })
  expect(result.ok && result.value.steps.map(({ id, covers, needs }) => ({ id, covers, needs }))).toEqual([
    { id: 'review.10', covers: ['review.10'], needs: [] },
    { id: 'encode', covers: ['transcode.10', 'transcode.20'], needs: ['review.10'] },
    { id: 'encode-2', covers: ['transcode.30'], needs: [] },
  ])
  expect(result.ok && result.value.steps[0]?.unavailable).toMatch(/^review 10 needs somebody to look at pictures: name a program as 'review\.command'/)
})

const drm = { definition: 10, template: { keySource: 'VodBuildInKMS', getKeyUrl: 'https://keys.example/get?token=hidden' } } as const

test('what is encrypted shares decode and sound with what is not, and the plan holds neither key nor address', () => {
  const [step, ...more] = planOf([transcode(230, { container: 'hls', task: { drm } }), transcode(20)]).steps
  expect(more).toEqual([])
  const args = workOf(step).commands[0]?.args.join(' ') ?? ''
  expect(args).toMatch(/f=hls:[^|]*:hls_key_info_file=v\.f230\.keyinfo\]v\.f230\.m3u8\|\[[^|]*movflags=\+faststart\]v\.f20\.mp4$/)
  expect(workOf(step).outputs).toMatchObject([{ path: 'v.f230.m3u8', keyInfo: 'v.f230.keyinfo' }, { path: 'v.f20.mp4' }])
  expect(workOf(step).outputs[1]).not.toHaveProperty('keyInfo')
  expect(JSON.stringify(step)).not.toContain('keys.example')
})

test('a copy into HLS is encrypted too, and so is each of two passes', () => {
  const copied = remux(6, 'hls')
  expect(workOf(planOf([{ ...copied, drm }]).steps[0])).toMatchObject({ outputs: [{ keyInfo: 'v.f6.keyinfo' }], commands: [{ args: expect.arrayContaining(['-hls_key_info_file', 'v.f6.keyinfo']) }] })
  const [first, second] = workOf(planOf([transcode(230, { container: 'hls', video: { videoRateControl: 1 }, task: { drm } })]).steps[0]).commands
  expect([first?.args.includes('-hls_key_info_file'), second?.args.includes('-hls_key_info_file')]).toEqual([false, true])
})

test('without a master key what encrypts is shown and refused', () => {
  const tasks = [transcode(230, { container: 'hls', task: { drm } }), transcode(20)]
  const result = planFfmpeg(compiled(...tasks), film(), { speed: 'veryfast', noKeys: 'there is no master key' })
  expect(result.ok && result.value.steps.map(({ covers, unavailable }) => [covers, unavailable])).toEqual([
    [['transcode.230'], 'drm 10 encrypts, and there is no master key'], [['transcode.20'], undefined],
  ])
})

test('no shell has the key: the step prints as the command that does it', () => {
  const [step] = planOf([transcode(230, { container: 'hls', task: { drm } })]).steps
  expect(step && describeStep(step, 'plan.json')).toEqual(['vodflow step plan.json encode'])
})

test('the master playlist needs the steps of its renditions, and falls with them', () => {
  const inputs = [taskId('transcode.220'), taskId('transcode.230')]
  const master: HlsMasterPlaylistTask = { kind: 'hlsMasterPlaylist', id: taskId('hlsMasterPlaylist.10000'), inputs, definition: 10_000 }
  const tasks = [transcode(220, { container: 'hls' }), transcode(230, { container: 'hls', video: { videoRateControl: 1 } }), master]
  const step = planOf(tasks).steps.at(-1)
  expect(step).toMatchObject({ id: 'hlsMasterPlaylist.10000', needs: ['encode', 'transcode.230'], work: { type: 'hls-master-playlist', path: 'master_playlist.m3u8', renditions: inputs } })
  expect(planOf(tasks, film({ video: 'none' })).doomed.map(({ task }) => task)).toContain('hlsMasterPlaylist.10000')
})

test('two tasks of one kind and definition have names of their own', () => {
  const covers = [{ ...cover('Time', 0), id: taskId('coverBySnapshot.10.0000aaaa') }, { ...cover('Time', 1), id: taskId('coverBySnapshot.10.0000bbbb') }]
  const { commands, outputs, arrange } = workOf(planOf([twin('1a2b3c4d', 640), twin('5e6f7a8b', 320), ...covers]).steps[0])
  expect(outputs.map((output) => (output.kind === 'media' ? output.path : ''))).toEqual(['v.f20.1a2b3c4d.m3u8', 'v.f20.5e6f7a8b.m3u8', '', ''])
  expect(commands[0]?.args.at(-1)).toBe('picture0_%05d.jpg')
  expect(commands[0]?.args.join(' ')).toContain('hls_segment_filename=v.f20.5e6f7a8b_%05d.ts')
  expect(arrange.map(({ to }) => to)).toEqual(['cover.f10.0000aaaa.jpg', 'cover.f10.0000bbbb.jpg'])
})

test('an assumed source is named as such', () => {
  const { parts: _, ...whole } = film()
  const assumed = { ...whole, parts: [whole] }
  const work = workOf(planOf([transcode(20)], assumed).steps[0])
  expect(work.source).toBe('SOURCE')
  expect(work.commands[0]?.args.slice(4, 6)).toEqual(['-i', 'SOURCE'])
})

test('very large outputs are not all held in memory at once', () => {
  const steps = planOf([80, 280, 380, 480].map((definition) => transcode(definition, { video: { width: 3840, bitrate: 500 + definition } }))).steps
  expect(steps.map(({ id, covers }) => [id, covers.length])).toEqual([['encode', 3], ['encode-part2', 1]])
})

test('a budget of memory splits what does not fit, and the plan says so', () => {
  const tasks = [transcode(20), transcode(30, { video: { width: 1280 } }), transcode(40, { video: { width: 1920 } })]
  const steps = planned(tasks, { memoryMiB: 300 })
  expect(steps.map(({ covers }) => covers)).toEqual([['transcode.20', 'transcode.30'], ['transcode.40']])
  expect(steps[0]?.reasons).toContainEqual({ choice: 'separate', because: 'the encodes are 2 commands of at most 2 million pixels a frame each, for 300 MiB of memory' })
  expect(planned(tasks, {})).toHaveLength(1)
})

function planned(tasks: readonly ProcessTask[], more: Partial<PlanOptions>) {
  const result = planFfmpeg(compiled(...tasks), film(), { speed: 'veryfast', ...more })
  if (!result.ok) throw new Error('no plan')
  return result.value.steps
}
