// P1: three renditions with a watermark, a cover, ten exact samples and a sprite of a hundred tiles, from one 1080p film. P3: a rendition
// that the source is already, by itself: beside twenty seconds of encoding it would be lost in what two runs differ by.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, measureOwn, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))
const CLIP = 'tos-1080p30-8s-counter.mp4'
/** Seconds of the clip, which is looped by copying. */
const CLIP_SECONDS = 240 * 1001 / 30000
const RENDITIONS = [
  { definition: 9108, kbps: 2500, width: 1920, height: 1080 },
  { definition: 9072, kbps: 1000, width: 1280, height: 720 },
  { definition: 9036, kbps: 400, width: 640, height: 360 },
]
const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error']
const JPEG = ['-q:v', '2', '-pix_fmt', 'yuvj420p']
const AUDIO = ['-c:a', 'aac', '-b:a', '128k', '-ar', '44100', '-ac', '2']
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-g', '240']
const rate = (kbps, stream = '') => [`-b:v${stream}`, `${kbps}k`, `-maxrate:v${stream}`, `${kbps}k`, `-bufsize:v${stream}`, `${2 * kbps}k`]

/** Frame `k` of every `n` parts is the one shown at `k/n` of the film: the first that begins no later. */
const shown = (frames, parts) => Array.from({ length: parts }, (_, at) => Math.floor((at * frames) / parts + 1e-6))
/** Equal steps are one term; the frames of a looped clip are counted through. */
function select(frames, parts) {
  if (frames % parts === 0) return `select='not(mod(n\\,${frames / parts}))'`
  return `select='${shown(frames, parts).map((frame) => `eq(n\\,${frame})`).join('+')}'`
}

/** One decode, the logo drawn once, scaling in a cascade, one encode of the sound, and every picture from the same decode. */
function byHand(source, mark, frames) {
  return [
    ...QUIET, '-i', source, '-filter_complex', [
      `movie=${mark},scale=192:64[wm]`,
      '[0:v]split=4[film][c][s][t]',
      "[c]select='eq(n\\,0)'[cover]", `[s]${select(frames, 10)}[samples]`, `[t]${select(frames, 100)},scale=142:80,tile=10x10[sprite]`,
      '[film][wm]overlay=96:54,split=2[o0][a];[a]scale=1280:720,split=2[o1][b];[b]scale=640:360[o2]',
    ].join(';'),
    '-map', '[o0]', '-map', '[o1]', '-map', '[o2]', '-map', '0:a:0', ...X264,
    ...RENDITIONS.flatMap((one, index) => rate(one.kbps, `:${index}`)), ...AUDIO, '-flags', '+global_header', '-f', 'tee',
    RENDITIONS.map((one, index) => `[select=\\'v:${index},a\\':movflags=+faststart]v.f${one.definition}.mp4`).join('|'),
    '-map', '[cover]', '-frames:v', '1', ...JPEG, 'cover.jpg',
    '-map', '[samples]', '-vsync', '0', '-frames:v', '10', '-start_number', '0', ...JPEG, 'sample.f10_%04d.jpg',
    '-map', '[sprite]', '-frames:v', '1', ...JPEG, 'sprite.jpg',
  ]
}

/** What a queue of tasks does: each looks at the source and decodes it for itself, those of the pictures to the end. */
function oneByOne(source, mark, frames) {
  const transcodes = RENDITIONS.map((one) => [
    ...QUIET, '-i', source, '-i', mark, '-filter_complex', `[0:v]scale=${one.width}:${one.height}[v];[1:v]scale=${one.width / 10}:-1[w];[v][w]overlay=${one.width / 20}:${one.height / 20}`,
    ...X264, ...rate(one.kbps), ...AUDIO, '-movflags', '+faststart', `v.f${one.definition}.mp4`,
  ])
  return [
    ...transcodes,
    [...QUIET, '-i', source, '-frames:v', '1', ...JPEG, 'cover.jpg'],
    [...QUIET, '-i', source, '-vf', select(frames, 10), '-an', '-vsync', '0', '-start_number', '0', ...JPEG, 'sample.f10_%04d.jpg'],
    [...QUIET, '-i', source, '-vf', `${select(frames, 100)},scale=142:80,tile=10x10`, '-an', '-update', '1', '-vsync', '0', ...JPEG, 'sprite.jpg'],
  ]
}

/** The same as a project: templates, and procedures that ask for them. */
function makeProject(folder, ffmpeg, seconds) {
  mkdirSync(join(folder, 'templates'), { recursive: true })
  mkdirSync(join(folder, 'procedures'))
  const mark = join(folder, 'templates/logo.png')
  execFileSync(ffmpeg, [...QUIET, '-f', 'lavfi', '-i', 'testsrc=size=300x100:rate=1', '-vf', 'format=rgba,colorchannelmixer=aa=0.7', '-frames:v', '1', mark])
  const template = (name, value) => writeFileSync(join(folder, 'templates', `${name}.json`), JSON.stringify(value))
  for (const { definition, kbps, width, height } of RENDITIONS) {
    template(definition, {
      kind: 'transcode', definition, extends: 20,
      video: { fps: 0, width, height, bitrate: kbps }, audio: { bitrate: 128, sampleRate: 44_100 },
    })
  }
  template('mark', { kind: 'watermark', definition: 9001, image: 'logo.png', left: '5%', top: '5%', width: '10%', height: '0px' })
  template('sprite', { kind: 'imageSprite', definition: 9010, extends: 10, interval: seconds / 100 })
  template('same', { kind: 'transcode', definition: 9999, extends: 20, video: { fps: 0, width: 0, height: 0, bitrate: 6000, maxGop: 10 }, audio: { bitrate: 256, sampleRate: 48_000 } })
  writeFileSync(join(folder, 'vodflow.config.json'), '{}')
  const process = {
    transcode: [{ definition: RENDITIONS.map(({ definition }) => definition), watermark: 9001 }], coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }],
    sampleSnapshot: [{ definition: 10 }], imageSprite: [{ definition: 9010 }],
  }
  writeFileSync(join(folder, 'procedures/P1.json'), JSON.stringify({ name: 'P1', process }))
  writeFileSync(join(folder, 'procedures/P3.json'), JSON.stringify({ name: 'P3', process: { transcode: [{ definition: 9999 }] } }))
  return mark
}

const gate = (name, value, ok) => ({ name, value, ok })
function equalGate({ cpuSeconds, own }, encodeSeconds) {
  const extra = (cpuSeconds - own.cpuSeconds) / encodeSeconds
  return gate('P3: the equal rendition / its encode ≤ 0.02', extra, extra <= 0.02)
}
const quote = (args) => args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ')

/** `loops` of eight seconds; the gates that go with the length. `equal`: P3 too, whose overhead shows best on a short film. */
export function benchP1({ loops, ours, naive, equal }) {
  return async ({ media, ffmpeg, rounds, log }) => {
    const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
    const ffprobe = ffmpeg.replace(/ffmpeg$/, 'ffprobe')
    try {
      const source = join(folder, 'film.mp4')
      execFileSync(ffmpeg, [...QUIET, '-stream_loop', String(loops - 1), '-i', join(media, CLIP), '-c', 'copy', source])
      const project = join(folder, 'project')
      const mark = makeProject(project, ffmpeg, loops * CLIP_SECONDS)
      const frames = loops * 240
      const inFreshFolder = (run) => async () => {
        const out = mkdtempSync(join(folder, 'out-'))
        try { return await run(out) } finally { rmSync(out, { recursive: true }) }
      }
      const runOurs = (procedure) => inFreshFolder((out) => measureOwn(vodflow, ['run', procedure, '-i', source, '-o', join(out, 'o'), '--project', project, '--sandbox', 'off'], { cwd: project }))
      const contestants = [
        { name: 'vodflow', run: runOurs('P1') },
        { name: 'by hand', run: inFreshFolder((out) => measure(ffmpeg, byHand(source, mark, frames), { cwd: out })) },
        { name: 'one by one', run: inFreshFolder((out) => measure('sh', ['-ec', oneByOne(source, mark, frames).flatMap((args) => [quote([ffprobe, '-v', 'error', '-show_format', '-show_streams', '-of', 'json', source]), quote([ffmpeg, ...args])]).join('\n')], { cwd: out })) },
        ...(equal ? [
          { name: 'vodflow, P3', run: runOurs('P3') },
          { name: 'P3, that encode', run: inFreshFolder((out) => measure(ffmpeg, [...QUIET, '-i', source, ...X264, ...rate(4700), ...AUDIO, '-movflags', '+faststart', 'same.mp4'], { cwd: out })) },
        ] : []),
      ]
      await contestants[0].run() // fills the caches
      const results = await interleave(contestants, rounds, (name, one) => log(`${name}: ${one.cpuSeconds.toFixed(2)} CPU s, ${one.peakMiB.toFixed(0)} MiB${one.own ? `, own ${one.own.cpuSeconds.toFixed(2)} s ${one.besideMiB.toFixed(0)} MiB` : ''}`))
      const cpu = (name) => results.get(name).cpuSeconds
      const { own, besideMiB, peakMiB } = results.get('vodflow')
      return {
        text: `${table(results, 'by hand')}\n\nvodflow's own process: ${own.cpuSeconds.toFixed(2)} CPU s, ${own.peakMiB.toFixed(0)} MiB at most, ${besideMiB.toFixed(0)} MiB beside ffmpeg`,
        gates: [
          gate(`vodflow / by hand ≤ ${ours}`, cpu('vodflow') / cpu('by hand'), cpu('vodflow') <= ours * cpu('by hand')),
          gate(`one by one / vodflow ≥ ${naive}`, cpu('one by one') / cpu('vodflow'), cpu('one by one') >= naive * cpu('vodflow')),
          gate('peak MiB ≤ 1024', peakMiB, peakMiB <= 1024),
          gate('own CPU / all ≤ 0.02', own.cpuSeconds / cpu('vodflow'), own.cpuSeconds <= 0.02 * cpu('vodflow')),
          gate('own MiB beside ffmpeg ≤ 60', besideMiB, besideMiB <= 60),
          ...(equal ? [equalGate(results.get('vodflow, P3'), cpu('P3, that encode'))] : []),
        ],
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
