// `{20,30,40}` with a cover and ten sample pictures on 16 s of 1080p: our run against what a person would write by hand.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))
const CLIP = 'tos-1080p30-8s-counter.mp4'
const RENDITIONS = [
  { definition: 40, kbps: 2500, width: 1920, height: 1080 },
  { definition: 30, kbps: 1024, width: 1280, height: 720 },
  { definition: 20, kbps: 512, width: 640, height: 360 },
]
/** 16.016 s are 480 frames, so a tenth of the film is 48 frames exactly: these are the frames shown at 0 %, 10 %, … 90 %. */
const SAMPLES = "select='not(mod(n\\,48))'"
const JPEG = ['-q:v', '2', '-pix_fmt', 'yuvj420p']
const AUDIO = ['-c:a', 'aac', '-b:a', '48k', '-ar', '44100', '-ac', '2']
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-g', '240']
const rate = (kbps, stream = '') => [`-b:v${stream}`, `${kbps}k`, `-maxrate:v${stream}`, `${kbps}k`, `-bufsize:v${stream}`, `${2 * kbps}k`]
const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error']

/** One decode, scale cascade, one AAC encode for the three files, pictures from the same decode. */
function byHand(source) {
  return [
    ...QUIET, '-i', source, '-filter_complex',
    `[0:v]split=3[film][c][s];[c]select='eq(n\\,0)'[cover];[s]${SAMPLES}[samples];[film]fps=24,split=2[o0][a];[a]scale=1280:720,split=2[o1][b];[b]scale=640:360[o2]`,
    '-map', '[o0]', '-map', '[o1]', '-map', '[o2]', '-map', '0:a:0', ...X264,
    ...RENDITIONS.flatMap((one, index) => rate(one.kbps, `:${index}`)), ...AUDIO, '-flags', '+global_header', '-f', 'tee',
    RENDITIONS.map((one, index) => `[select=\\'v:${index},a\\':movflags=+faststart]v.f${one.definition}.mp4`).join('|'),
    '-map', '[cover]', '-frames:v', '1', ...JPEG, 'cover.jpg',
    '-map', '[samples]', '-vsync', '0', '-frames:v', '10', '-start_number', '0', ...JPEG, 'sample.f10_%04d.jpg',
  ]
}

/** What a queue of tasks does: every task decodes for itself. */
function oneByOne(source) {
  const transcodes = RENDITIONS.map((one) => [
    ...QUIET, '-i', source, '-vf', `fps=24,scale=${one.width}:${one.height}`, ...X264, ...rate(one.kbps), ...AUDIO,
    '-movflags', '+faststart', `v.f${one.definition}.mp4`,
  ])
  return [
    ...transcodes,
    [...QUIET, '-i', source, '-frames:v', '1', ...JPEG, 'cover.jpg'],
    [...QUIET, '-i', source, '-vf', SAMPLES, '-vsync', '0', '-frames:v', '10', '-start_number', '0', ...JPEG, 'sample.f10_%04d.jpg'],
  ]
}

const quote = (args) => args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ')

export async function benchFused({ media, ffmpeg, rounds, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
  try {
    const source = join(folder, 'film.mp4')
    execFileSync(ffmpeg, [...QUIET, '-stream_loop', '1', '-i', join(media, CLIP), '-c', 'copy', source])
    const inFreshFolder = (run) => async () => {
      const out = mkdtempSync(join(folder, 'out-'))
      try { return await run(out) } finally { rmSync(out, { recursive: true }) }
    }
    const contestants = [
      { name: 'vodflow', run: inFreshFolder((out) => measure(process.execPath, [vodflow, 'run', 'QCVB_SimpleProcessFile({20,30,40},0,10,10)', '-i', source, '-o', join(out, 'o')], { cwd: out })) },
      { name: 'by hand', run: inFreshFolder((out) => measure(ffmpeg, byHand(source), { cwd: out })) },
      { name: 'one by one', run: inFreshFolder((out) => measure('sh', ['-ec', oneByOne(source).map((args) => quote([ffmpeg, ...args])).join('\n')], { cwd: out })) },
    ]
    mkdirSync(join(folder, 'warm'))
    await measure(process.execPath, [vodflow, 'run', 'QCVB_SimpleProcessFile(0,0,10)', '-i', source, '-o', join(folder, 'warm/o')]) // fills the capability cache
    const results = await interleave(contestants, rounds, (name, one) => log(`${name}: ${one.cpuSeconds.toFixed(2)} CPU s`))
    const cpu = (name) => results.get(name).cpuSeconds
    return {
      text: table(results, 'by hand'),
      gates: [
        { name: 'vodflow / by hand ≤ 1.10', value: cpu('vodflow') / cpu('by hand'), ok: cpu('vodflow') <= 1.1 * cpu('by hand') },
        { name: 'one by one / vodflow ≥ 1.30', value: cpu('one by one') / cpu('vodflow'), ok: cpu('one by one') >= 1.3 * cpu('vodflow') },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
