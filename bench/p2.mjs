// P2 of docs/performance.md: a cover, ten exact samples and a sprite of a hundred tiles, of ten minutes and of an hour.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))
const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error']
const JPEG = ['-q:v', '2', '-pix_fmt', 'yuvj420p']
const films = [
  { name: '1080p, 10 min', clip: 'tos-1080p30-8s-counter.mp4', seconds: 600, naive: true },
  { name: '1080p, 60 min', clip: 'tos-1080p30-8s-counter.mp4', seconds: 3600, naive: false },
  { name: '480p long GOP, 10 min', clip: 'bbb-480p24-30s.mp4', seconds: 600, naive: false },
]
const quote = (args) => args.map((arg) => `'${arg}'`).join(' ')
const lines = (commands) => ['-ec', commands.map(quote).join('\n')]
const samplesOf = (seconds) => Array.from({ length: 10 }, (_, at) => (at * seconds) / 10)

function projectIn(folder) {
  mkdirSync(join(folder, 'procedures'), { recursive: true })
  mkdirSync(join(folder, 'templates'), { recursive: true })
  writeFileSync(join(folder, 'vodflow.config.json'), '{}')
  for (const seconds of new Set(films.map((film) => film.seconds))) {
    writeFileSync(join(folder, `templates/sprite${seconds}.json`), JSON.stringify({ kind: 'imageSprite', definition: 9000 + seconds, extends: 10, interval: seconds / 100 }))
  }
  writeFileSync(join(folder, 'procedures/P2.json'), JSON.stringify({
    name: 'P2', parameters: [{ name: 'sprite', type: 'integer' }],
    process: { coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }], sampleSnapshot: [{ definition: 10 }], imageSprite: [{ definition: { param: 'sprite' } }] },
  }))
}

/** The packets of a hundred key frames, one after the other: made beforehand, so that the limit has only to decode them. */
function keyPackets(ffmpeg, source, seconds, path) {
  for (let at = 0; at < 100; at += 1) {
    appendFileSync(path, execFileSync(ffmpeg, [...QUIET, '-ss', String((at * seconds) / 100 + 0.14), '-i', source, '-map', '0:v:0', '-c', 'copy', '-frames:v', '1', '-f', 'h264', '-'], { maxBuffer: 2 ** 26 }))
  }
}

/** Decoding just those key frames, and the ten exact frames by seeks of one process. */
function limit(ffmpeg, source, keys, seconds) {
  const inputs = samplesOf(seconds).flatMap((at) => ['-ss', String(at), '-i', source])
  const outputs = samplesOf(seconds).flatMap((_, at) => ['-map', `${at}:v`, '-frames:v', '1', ...JPEG, `s${at}.jpg`])
  return [
    [ffmpeg, ...QUIET, '-framerate', '25', '-f', 'h264', '-i', keys, '-vf', 'scale=142:80,tile=10x10', '-frames:v', '1', ...JPEG, 'sprite.jpg'],
    [ffmpeg, ...QUIET, ...inputs, '-map', '0:v', '-frames:v', '1', ...JPEG, 'cover.jpg', ...outputs],
  ]
}

/** A process for each task, each of which decodes the film. */
function naive(ffmpeg, source, seconds) {
  const wanted = samplesOf(seconds).map((at) => `gte(t,${at})*lt(prev_selected_t,${at})`)
  return [
    [ffmpeg, ...QUIET, '-i', source, '-frames:v', '1', ...JPEG, 'cover.jpg'],
    [ffmpeg, ...QUIET, '-i', source, '-vf', `select=isnan(prev_selected_t)+${wanted.slice(1).join('+')}`.replaceAll(',', '\\,'), '-vsync', '0', ...JPEG, 's%d.jpg'],
    [ffmpeg, ...QUIET, '-i', source, '-vf', `fps=1/${seconds / 100}:round=up,scale=142:80,tile=10x10`, '-frames:v', '1', ...JPEG, 'sprite.jpg'],
  ]
}

export async function benchP2({ media, ffmpeg, rounds, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
  try {
    projectIn(join(folder, 'project'))
    let number = 0
    const fresh = () => { number += 1; const out = join(folder, `out-${number}`); mkdirSync(out); return out }
    const made = films.map((film, at) => {
      const [source, keys] = [join(folder, `film${at}.mp4`), join(folder, `film${at}.h264`)]
      execFileSync(ffmpeg, [...QUIET, '-stream_loop', '-1', '-i', join(media, film.clip), '-c', 'copy', '-t', String(film.seconds), source])
      keyPackets(ffmpeg, source, film.seconds, keys)
      return { ...film, source, keys }
    })
    // What is shut in is not counted by who started it; and each run looks at its source anew.
    const ours = ({ source, seconds }) => measure(process.execPath, [vodflow, 'run', `P2(${9000 + seconds})`, '-i', source, '-o', fresh(), '--sandbox', 'off'], { cwd: join(folder, 'project'), env: { VODFLOW_INSPECTIONS: 'off' } })
    await ours(made[2]) // fills what is kept of the program
    const contestants = made.flatMap((film) => [
      { name: `vodflow, ${film.name}`, run: () => ours(film) },
      { name: `limit, ${film.name}`, run: () => measure('sh', lines(limit(ffmpeg, film.source, film.keys, film.seconds)), { cwd: fresh() }) },
    ])
    const results = await interleave(contestants, rounds, (name, one) => log(`${name}: ${one.cpuSeconds.toFixed(2)} CPU s`))
    // Once: it takes minutes, and is dozens of times away from its gate.
    for (const [name, one] of await interleave(made.filter((film) => film.naive).map((film) => ({ name: `one by one, ${film.name}`, run: () => measure('sh', lines(naive(ffmpeg, film.source, film.seconds)), { cwd: fresh() }) })), 1, (name, one) => log(`${name}: ${one.cpuSeconds.toFixed(2)} CPU s`))) results.set(name, one)
    const cpu = (name) => results.get(name).cpuSeconds
    const [short, long] = films
    return {
      text: table(results, `limit, ${short.name}`),
      gates: [
        ...films.map(({ name }) => ({ name: `vodflow / limit ≤ 1.5, ${name}`, value: cpu(`vodflow, ${name}`) / cpu(`limit, ${name}`), ok: cpu(`vodflow, ${name}`) <= 1.5 * cpu(`limit, ${name}`) })),
        { name: '60 min / 10 min ≤ 1.3', value: cpu(`vodflow, ${long.name}`) / cpu(`vodflow, ${short.name}`), ok: cpu(`vodflow, ${long.name}`) <= 1.3 * cpu(`vodflow, ${short.name}`) },
        { name: 'one by one / vodflow ≥ 40', value: cpu(`one by one, ${short.name}`) / cpu(`vodflow, ${short.name}`), ok: cpu(`one by one, ${short.name}`) >= 40 * cpu(`vodflow, ${short.name}`) },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
