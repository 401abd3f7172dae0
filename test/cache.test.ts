import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestFilm } from '@vodflow/testing'
import { createFilmFolder, filesBelow } from './film-folder.ts'
import { bin, runVodflow } from './run-vodflow.ts'

const films = createFilmFolder('cache')
let film = ''
beforeAll(async () => {
  film = films.path('film.mp4')
  await makeTestFilm(film, { seconds: 2, width: 320, height: 180, gop: 25 })
  project(140)
})
afterAll(films.remove)

function write(name: string, value: unknown): void {
  writeFileSync(films.path(name), JSON.stringify(value))
}

/** Three renditions, one of a template of the project's own, and pictures. */
function project(bitrate: number): void {
  for (const folder of ['procedures', 'templates']) mkdirSync(films.path(folder), { recursive: true })
  write('vodflow.config.json', { encoder: { speed: 'ultrafast' } })
  write('templates/small.json', { kind: 'transcode', definition: 9010, extends: 10, video: { bitrate, width: 160 } })
  write('procedures/Film.json', {
    name: 'Film',
    process: { transcode: [{ definition: [9010, 10, 210] }], coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 1 }], sampleSnapshot: [{ definition: 10 }] },
  })
}

const folder = () => films.path('')
const vodflow = (...args: readonly string[]) => runVodflow(args, { cwd: folder() })
const runInto = (out: string, ...more: readonly string[]) => vodflow('run', 'Film', '-i', film, '-o', films.path(out), '--cache', films.path('cache'), ...more)

interface Told {
  readonly type: string
  readonly step?: string
  readonly covers?: readonly string[]
  readonly task?: string
  readonly state?: { readonly status: string; readonly reused?: boolean }
}

function told(out: string): readonly Told[] {
  return readFileSync(join(films.path(out), 'events.jsonl'), 'utf8').trimEnd().split('\n').map((line): Told => JSON.parse(line))
}

function reused(out: string): readonly string[] {
  return told(out).flatMap(({ task, state }) => (task !== undefined && state?.status === 'done' && state.reused ? [task] : [])).toSorted()
}

function outputs(out: string): Readonly<Record<string, string>> {
  const names = filesBelow(films.path(out)).filter((name) => name !== 'events.jsonl')
  return Object.fromEntries(names.map((name) => [name, createHash('md5').update(readFileSync(join(films.path(out), name))).digest('hex')]))
}

const everything = ['coverBySnapshot.10', 'sampleSnapshot.10', 'transcode.10', 'transcode.210', 'transcode.9010']

test('the second run takes every result of the first, byte for byte, and says so', async () => {
  expect((await runInto('first')).status).toBe(0)
  const second = await runInto('second')
  expect(second).toMatchObject({ status: 0 })
  expect(second.stdout.match(/from the cache/g)).toHaveLength(everything.length)
  expect(reused('second')).toEqual(everything)
  expect(outputs('second')).toEqual(outputs('first'))
})

test('the film under another name and of another time is the same film', async () => {
  copyFileSync(film, films.path('copy of film.mp4'))
  utimesSync(films.path('copy of film.mp4'), new Date(1e12), new Date(1e12))
  expect((await vodflow('run', 'Film', '-i', 'copy of film.mp4', '-o', 'third', '--cache', 'cache')).status).toBe(0)
  expect(reused('third')).toEqual(everything)
})

test('of three templates the changed one is encoded alone, and the plan names what changed', async () => {
  project(130)
  const planned = await vodflow('plan', 'Film', '-i', film, '--cache', 'cache')
  expect(planned.stdout).toContain('  again: it is made again: video.bitrate 140 → 130\n')
  expect(planned.stdout.match(/ {2}reuse: the same was made before/g)).toHaveLength(everything.length - 1)
  expect((await runInto('changed')).status).toBe(0)
  expect(reused('changed')).toEqual(everything.filter((task) => task !== 'transcode.9010'))
  project(140)
})

test('what a plan found is used by apply with the cache', async () => {
  expect((await vodflow('plan', 'Film', '-i', film, '--cache', 'cache', '-o', 'plan.json')).status).toBe(0)
  expect((await vodflow('apply', 'plan.json', '-o', 'applied', '--cache', 'cache')).status).toBe(0)
  expect(reused('applied')).toEqual(everything)
})

test('a plan makes no cache, and a run without one leaves none', async () => {
  expect((await vodflow('plan', 'Film', '-i', film, '--cache', 'nowhere')).status).toBe(0)
  expect(existsSync(films.path('nowhere'))).toBe(false)
})

const moments = process.env['VODFLOW_TORTURE'] ? Array.from({ length: 20 }, (_, at) => 200 + at * 60) : [500]

test('killed at any moment with a cache, it goes on, and what it made is in the cache', { timeout: 300_000 }, async () => {
  for (const ms of moments) {
    const child = spawn(process.execPath, [bin, 'run', 'Film', '-i', film, '-o', films.path(`killed-${ms}`), '--cache', films.path('cache-killed')], { cwd: folder(), stdio: 'ignore' })
    const ended = new Promise((settle) => child.on('close', settle))
    await Promise.race([delay(ms), ended])
    child.kill('SIGKILL')
    await ended
  }
  for (const ms of moments) {
    expect((await vodflow('run', 'Film', '-i', film, '-o', `killed-${ms}`, '--cache', 'cache-killed')).status).toBe(0)
    expect(Object.keys(outputs(`killed-${ms}`))).toEqual(Object.keys(outputs('first')))
  }
  expect(readdirSync(films.path('cache-killed/tmp'))).toEqual([])
})

test('a task whose name is taken fails alone, and alone is done by the next run', async () => {
  mkdirSync(join(films.path('taken'), 'v.f10.mp4'), { recursive: true })
  const failed = await vodflow('run', 'Film', '-i', film, '-o', 'taken', '--force')
  expect(failed.status).toBe(1)
  expect(failed.stdout).toContain('4 of 5 tasks done')
  const before = outputs('taken')
  rmdirSync(join(films.path('taken'), 'v.f10.mp4'))
  expect((await vodflow('run', 'Film', '-i', film, '-o', 'taken')).status).toBe(0)
  const lines = told('taken')
  const again = lines.slice(lines.findLastIndex(({ type }) => type === 'run-started'))
  expect(again.flatMap(({ type, covers }) => (type === 'step-started' ? [covers] : []))).toEqual([['transcode.10']])
  const { 'v.f10.mp4': made, 'result.json': _now, ...others } = outputs('taken')
  const { 'result.json': _then, ...kept } = before
  expect(made).toBeDefined()
  expect(others).toEqual(kept)
})

test('the config can name a cache, and --no-cache leaves it alone', async () => {
  writeFileSync(films.path('vodflow.config.json'), JSON.stringify({ encoder: { speed: 'ultrafast' }, cache: { folder: 'kept', maxBytes: 50_000_000 } }))
  expect((await vodflow('run', 'Film', '-i', film, '-o', 'config-1', '--no-cache')).status).toBe(0)
  expect(existsSync(films.path('kept'))).toBe(false)
  expect((await vodflow('run', 'Film', '-i', film, '-o', 'config-2')).status).toBe(0)
  expect([reused('config-1'), reused('config-2')]).toEqual([[], []])
  expect(readdirSync(films.path('kept/entries')).length).toBeGreaterThan(0)
})

test.each([
  [['--cache', ''], '--cache is empty'],
  [['--cache', 'c', '--cache-size', '20'], "--cache-size is '20'; it must be a size of at least 1M"],
  [['--cache', 'c', '--cache-size', '1e9G'], '--cache-size is'],
  [['--cache', 'procedures'], "has files in it that no cache made"],
])('%j is refused before any work', async (options, sentence) => {
  const refused = await vodflow('run', 'Film', '-i', film, '-o', 'refused', ...options)
  expect(refused.status).toBe(2)
  expect(refused.stderr).toContain(sentence)
  expect(existsSync(films.path('refused'))).toBe(false)
})
