/** The lines that `plan` prints, pasted into a shell in order, make what `run` makes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFilmFolder, filesBelow } from './film-folder.ts'
import { bin, runVodflow } from './run-vodflow.ts'

const films = createFilmFolder('pasted')
afterAll(films.remove)

/** Names that a shell, an option parser or a URL reader could take for something else. */
const names = ['film.mp4', "it's a film.mp4", '-y.mp4', '影片 一.mp4', '$(touch pwned) `x` "q" *.mp4', '100%41.mp4'] as const

const procedures: Readonly<Record<string, object>> = {
  // Pictures beside an encode, a sprite with its map, a cover that is also a sample.
  beside: { process: {
    transcode: [{ definition: 10 }, { definition: 20 }], imageSprite: [{ definition: 10 }], sampleSnapshot: [{ definition: 10 }],
    coverBySnapshot: [{ definition: 10, positionType: 'Percent', position: 50 }],
  } },
  // Two steps, the second of them a built-in.
  playlist: { process: { transcode: [{ definition: 210, hlsMasterPlaylist: true }, { definition: 220, hlsMasterPlaylist: true }] } },
  // Steps of their own: seeks, a key-frame pass, two passes over a palette, a copy.
  apart: { process: {
    transcode: [{ definition: 9 }], animatedGraphics: [{ definition: 20000, startTime: 1, endTime: 3 }], imageSprite: [{ definition: 10 }],
    snapshotByTimeOffset: [{ definition: 10, timeOffset: [0, 1500] }],
  } },
}

/**
 * On several processors x264 is not repeatable under a cap of its rate: its threads look at how far the others have come. Two
 * runs differ then as well, so here it is given one, and what is compared is what was asked for.
 */
const oneProcessor = `#!/bin/sh\nif command -v taskset >/dev/null; then exec taskset -c 0 ffmpeg "$@"; fi\nexec ffmpeg "$@"\n`
const env = { VODFLOW_FFMPEG: films.path('bin/one-ffmpeg') }

beforeAll(async () => {
  const film = await films.film()
  for (const name of names) if (name !== 'film.mp4') copyFileSync(film, films.path(name))
  for (const [name, text] of Object.entries(procedures)) writeFileSync(films.path(`${name}.json`), JSON.stringify(text))
  // What the printed lines call `vodflow`.
  mkdirSync(films.path('bin'))
  writeFileSync(films.path('bin/vodflow'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`)
  writeFileSync(films.path('bin/one-ffmpeg'), oneProcessor)
  for (const name of ['vodflow', 'one-ffmpeg']) chmodSync(films.path(`bin/${name}`), 0o755)
}, 120_000)

/** As a person would: the lines after `$`, in an empty folder, whatever that is called. */
function paste(text: string, folder: string): void {
  const lines = text.split('\n').filter((line) => line.startsWith('  $ ')).map((line) => line.slice(4))
  expect(lines.length).toBeGreaterThan(0)
  mkdirSync(folder, { recursive: true })
  const own = { ...process.env, ...env, PATH: `${films.path('bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` }
  const { status, stderr } = spawnSync('bash', ['-e'], { cwd: folder, input: `${lines.join('\n')}\n`, encoding: 'utf8', env: own })
  expect(status, stderr).toBe(0)
}

/** Of what plays: each decoded frame, since containers may hold dates. Of all else: the bytes. */
function content(path: string): string {
  if (!/\.(mp4|ts|gif)$/.test(path)) return readFileSync(path).toString('base64')
  return execFileSync('ffmpeg', ['-v', 'error', '-i', `file:${path}`, '-f', 'framemd5', '-'], { encoding: 'utf8' })
}

const cases = [...Object.keys(procedures).map((name) => [name, 'film.mp4'] as const), ...names.slice(1).map((name) => ['beside', name] as const), ['playlist', names[4]] as const]

test.each(cases)('%s of %j', { timeout: 120_000 }, async (name, source) => {
  const at = cases.findIndex(([each, of]) => each === name && of === source)
  const folder = (kind: string) => films.path(`out ${at} ${kind}'s`)
  const plan = `${folder('plan')}.json`
  const planned = await runVodflow(['plan', `${name}.json`, `--input=${source}`, '-o', plan], { cwd: films.path(''), env })
  expect(planned.status, planned.stderr).toBe(0)
  paste(planned.stdout, folder('shell'))
  const ran = await runVodflow(['run', `${name}.json`, `--input=${source}`, '-o', folder('run')], { cwd: films.path(''), env })
  expect(ran.status, ran.stderr).toBe(0)
  const made = filesBelow(folder('run')).filter((file) => !/^(result\.json|events\.jsonl)$/.test(file))
  expect(made.length).toBeGreaterThan(2)
  for (const file of made) expect(content(join(folder('shell'), file)) === content(join(folder('run'), file)), `${file} is not the same`).toBe(true)
  expect(filesBelow(films.path('')).filter((file) => file.includes('pwned'))).toEqual(names[4].includes('pwned') ? [names[4]] : [])
})
