import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { ProcessTask, VideoFacts } from '@vodflow/core'
import { runTestFfmpeg, testFfmpeg } from '@vodflow/testing'
import { expect, test } from 'vitest'
import { constantFrames } from '../../src/frame-times.ts'
import type { Capabilities } from '../../src/inspection.ts'
import { zimgFilters } from '../../src/plan/zimg.ts'
import { build2018, choices, film, modern, planOf, transcode, video1080, workOf, type Film } from './fixtures.ts'

const tasks = [transcode(20, { video: { width: 640 } }), transcode(30, { video: { width: 1280 } })]
const graphOf = (change: Film = {}, of: readonly ProcessTask[] = tasks, without: readonly ('zimg' | 'cascade')[] = []): string => {
  const args = workOf(planOf(of, film(change), without).steps[0]).commands[0]?.args ?? []
  return args[args.indexOf('-filter_complex') + 1] ?? ''
}
const coloured = (colour: Partial<VideoFacts['colour']>): Film => ({ video: { colour: { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709', ...colour } } })
const built = (capabilities: Capabilities): Film => ({ inspection: { capabilities } })

test('what is scaled from another of our sizes is scaled by zimg, and nothing else', () => {
  expect(graphOf()).toBe([
    '[0:0]fps=24,scale=1280:720:flags=bicubic,setsar=1,format=yuv420p,split=2[v1][s0]',
    '[s0]setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,zscale=640:360:filter=bicubic:param_a=0:param_b=0.6,setsar=1,format=yuv420p[v0]',
  ].join(';'))
  expect(planOf(tasks).steps[0]?.reasons).toContainEqual({ choice: 'zimg', because: '640x360 is scaled by zimg, which takes less than swscale for the same filter', tasks: ['transcode.20'] })
  expect(graphOf({}, tasks, ['zimg'])).toMatch(/\[s0\]scale=640:360:flags=bicubic,setsar/)
  expect(graphOf({}, tasks, ['cascade'])).not.toContain('zscale')
})

test('frames are tagged as the encoder is told', () => {
  expect(graphOf(coloured({ space: 'smpte170m', primaries: 'unknown', transfer: 'reserved' }))).toContain('color_primaries=unknown:color_trc=unknown:colorspace=smpte170m')
  expect(graphOf(coloured({ space: 'gbr', range: 'pc' }))).toContain('range=tv:color_primaries=bt709:color_trc=bt709:colorspace=unknown')
  expect(graphOf({ video: { pixelFormat: 'gbrp' } })).toContain('colorspace=bt709')
})

test.each<readonly [string, Film]>([
  ['a build without the filter', built({ ...modern, filters: modern.filters.filter((name) => name !== 'zscale') })],
  ['a build that cannot tag frames', built({ ...modern, filters: modern.filters.filter((name) => name !== 'setparams') })],
  ['an old build, whose zimg may not know the parameters', built(build2018)],
  ['a matrix that not every zimg takes', coloured({ space: 'ictcp' })],
  ['such primaries', coloured({ primaries: 'film' })],
  ['such a transfer', coloured({ transfer: 'log100' })],
])('%s: swscale', (_, change) => {
  expect(graphOf(change)).not.toContain('zscale')
  expect(graphOf(change)).toContain('scale=640:360:flags=bicubic')
})

test('a strange tag is named', () => {
  expect(planOf(tasks, film(coloured({ space: 'ycgco' }))).steps[0]?.reasons).toContainEqual(
    { choice: 'swscale', because: "640x360 is scaled by swscale: the source's colours are tagged 'ycgco', which not every zimg takes", tasks: ['transcode.20'] })
})

test('a width that becomes a little less than its half is left to swscale', () => {
  const ladder = [transcode(10, { video: { width: 634 } }), transcode(20, { video: { width: 426 } }), transcode(30, { video: { width: 1280 } })]
  const graph = graphOf({}, ladder)
  expect(graph).toContain(']scale=634:356:flags=bicubic')
  expect(graph).toContain('zscale=426:240')
  expect(choices(planOf(ladder).steps[0]).filter((choice) => /zimg|swscale/.test(choice))).toEqual(['swscale', 'zimg'])
  expect(graphOf({}, [transcode(10, { video: { width: 426 } }), transcode(30, { video: { width: 1280 } })])).toContain('zscale=426:240')
})

test('each task by itself, as after a step that failed, has no zimg', () => {
  const { alone = [], commands } = workOf(planOf(tasks).steps[0])
  expect(commands[0]?.args.join(' ')).toContain('zscale')
  expect(alone).toHaveLength(2)
  for (const step of alone) expect(JSON.stringify(step)).not.toContain('zscale')
})

const hasFilter = execFileSync(testFfmpeg(), ['-hide_banner', '-h', 'filter=zscale'], { stdio: ['ignore', 'pipe', 'ignore'] }).includes('param_b')
if (!hasFilter) process.stderr.write('SKIPPED: pixels of zimg, which the ffmpeg at hand lacks\n')

const filtersOf = (colour: Partial<VideoFacts['colour']>, width = 320, height = 180): string => {
  const facts: VideoFacts = { ...video1080, colour: { range: 'tv', space: 'unknown', primaries: 'unknown', transfer: 'unknown', ...colour } }
  return zimgFilters({ width, height }, { facts, frames: constantFrames(facts.frameRate, 1), endSeconds: 1, hdr: false, endsEarly: false }).join(',')
}

/** Of the frames that both ways make of a pattern, by planes. */
async function likeness(pattern: string, byZimg: string, bySwscale: string): Promise<readonly number[]> {
  const graph = `${pattern},split[a][b];[a]${byZimg}[x];[b]${bySwscale}[y];[x][y]ssim`
  const { stderr } = await promisify(execFile)(testFfmpeg(), ['-hide_banner', '-nostdin', '-v', 'info', '-filter_complex', graph, '-f', 'null', '-'])
  const [, ...planes] = /SSIM Y:([\d.]+).*U:([\d.]+).*V:([\d.]+).*All:([\d.]+)/.exec(stderr) ?? []
  return planes.map(Number)
}

const picture = 'testsrc2=s=640x360:r=25:d=0.12,format=yuv420p'

test.skipIf(!hasFilter)('both make the same pictures, whatever their frames say of themselves', async () => {
  for (const [said, told] of [
    ['null', {}], ['setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709', { space: 'bt709', primaries: 'bt709', transfer: 'bt709' }],
    ['setparams=field_mode=tff:colorspace=ictcp:color_trc=smpte428', {}], ['setparams=field_mode=bff:colorspace=gbr', { space: 'smpte170m' }],
  ] as const) {
    const [y = 0, , , all = 0] = await likeness(`${picture},${said}`, filtersOf(told), 'scale=320:180:flags=bicubic')
    expect(y).toBeGreaterThan(0.9995)
    expect(all).toBeGreaterThan(0.995)
  }
})

test.skipIf(!hasFilter)('neither is moved against the other: a pixel aside or below is far less alike', async () => {
  const [still = 0] = await likeness(picture, filtersOf({}), 'scale=320:180:flags=bicubic')
  for (const [x, y] of [[0, 1], [2, 1], [1, 0], [1, 2]] as const) {
    const [moved = 1] = await likeness(picture, `${filtersOf({})},crop=318:178:1:1:exact=1`, `scale=320:180:flags=bicubic,format=yuv444p,crop=318:178:${x}:${y},format=yuv420p`)
    expect(still - moved).toBeGreaterThan(0.04)
  }
})

/** Where nothing is said, samples of colour stand at the left of the pixels that they are of, and so they must in what is made. */
test.skipIf(!hasFilter)('colours stay where they are: waves of them are not moved', async () => {
  const waves = "color=gray:s=1280x64:r=25:d=0.04,format=yuv420p,geq=lum=128:cb='128+60*sin(2*PI*X/16)':cr=128"
  const pixels = await runTestFfmpeg(['-filter_complex', `${waves},${filtersOf({}, 640, 32)}`, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'])
  const row = [...pixels.subarray(640 * 32 + 320 * 8, 640 * 32 + 320 * 9)].map((value, at) => ({ value, turn: (2 * Math.PI * at) / 8 })).slice(16, 304)
  const sum = (of: (sample: (typeof row)[number]) => number): number => row.reduce((total, sample) => total + of(sample), 0)
  const place = (Math.atan2(sum(({ value, turn }) => value * Math.cos(turn)), sum(({ value, turn }) => value * Math.sin(turn))) * 16) / (2 * Math.PI)
  // Pixel 0 of 640 is the middle of pixels 0 and 1 of 1280: half a pixel, a quarter of a sample. Half a sample it is where they are taken for centred.
  expect(place).toBeGreaterThan(0.2)
  expect(place).toBeLessThan(0.3)
})

test.skipIf(!hasFilter)('every tag that is let through is taken', async () => {
  const spaces = ['bt709', 'fcc', 'bt470bg', 'smpte170m', 'smpte240m', 'bt2020nc']
  const primaries = ['bt709', 'bt470m', 'bt470bg', 'smpte170m', 'smpte240m', 'bt2020']
  const transfers = ['bt709', 'bt470m', 'bt470bg', 'smpte170m', 'smpte240m', 'iec61966-2-1', 'bt2020-10', 'bt2020-12']
  const all = [...spaces.map((space) => ({ space })), ...primaries.map((each) => ({ primaries: each })), ...transfers.map((transfer) => ({ transfer }))]
  const chains = all.map((colour, at) => `color=red:s=64x64:r=25:d=0.04,format=yuv420p,${filtersOf(colour, 32, 32)}[o${at}]`)
  await expect(runTestFfmpeg(['-filter_complex', chains.join(';'), ...all.flatMap((_, at) => ['-map', `[o${at}]`]), '-f', 'null', '-'])).resolves.toBeDefined()
})
