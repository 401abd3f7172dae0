/** `vodflow plan` as a person or a CI job starts it: several sources, budgets, prices. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFilmFolder } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const films = createFilmFolder('plan')
afterAll(films.remove)
const call = 'QCVB_SimpleProcessFile({10,20},0,10)'
const plan = (...args: readonly string[]) => runVodflow(['plan', call, ...args], { cwd: films.path('') })

beforeAll(async () => {
  await films.film()
  writeFileSync(films.path('broken.mp4'), 'no film')
  writeFileSync(films.path('sources.json'), '[{ "name": "short", "duration": 10 }, { "name": "long", "duration": 3600 }]')
  writeFileSync(films.path('prices.json'), '{ "currency": "EUR", "perCpuHour": 0.5, "perOutputMinute": [{ "kind": "video", "price": 0.01 }] }')
}, 60_000)

test('several files give a table; a bad one does not hide the others', async () => {
  const { status, stdout, stderr } = await plan('-i', 'film.mp4', '-i', 'broken.mp4', '-i', 'film.mp4')
  expect(status).toBe(1)
  const lines = stdout.trimEnd().split('\n')
  expect(lines[2]).toMatch(/^source +duration +tasks +steps +bytes +CPU$/)
  expect(lines.filter((line) => /^film\.mp4 +4\.0 s +3 +1 .* CPU s$/.test(line)).length).toBe(2)
  expect(lines.find((line) => line.startsWith('broken.mp4'))).toContain('is no video or audio file')
  expect(lines.at(-1)).toMatch(/^2 sources in all +8\.0 s +6 +2 /)
  expect(stderr).toContain('[check/source-not-media]')
})

test('a list of assumed sources, with prices, as JSON: the totals are the sums of the rows', async () => {
  const { status, stdout, stderr } = await plan('--assume-file', 'sources.json', '--prices', 'prices.json', '--json')
  expect(status, stderr).toBe(0)
  const table: { readonly currency: string; readonly sources: readonly Record<'cpuSeconds' | 'bytes' | 'cost', number>[]; readonly totals: Record<'cpuSeconds' | 'bytes' | 'cost', number> } = JSON.parse(stdout)
  expect(table.currency).toBe('EUR')
  for (const key of ['cpuSeconds', 'bytes', 'cost'] as const) {
    expect(table.totals[key]).toBeCloseTo(table.sources.reduce((sum, row) => sum + row[key], 0), 2)
    expect(table.sources[1]?.[key]).toBeGreaterThan(100 * (table.sources[0]?.[key] ?? 0))
  }
})

test('over budget is 1, with a sentence for each limit; within it is 0', async () => {
  const over = await plan('--assume-file', 'sources.json', '--prices', 'prices.json', '--max-cpu', '60', '--max-bytes', '1M', '--max-cost', '0.5')
  expect(over.status).toBe(1)
  expect(over.stderr.split('\n').filter((line) => /^vodflow: over budget: --max-(cpu|bytes|cost) allows .*, and about .* are expected, most of it of transcode\.20 of long \(/.test(line)).length).toBe(3)
  const within = await plan('-i', 'film.mp4', '--max-cpu', '60', '--max-bytes', '1M')
  expect(within.status, within.stderr).toBe(0)
})

test.each<[readonly string[], string]>([
  [['-i', 'film.mp4', '--max-cost', '1'], "--max-cost needs a price sheet; name one with '--prices prices.json'"],
  [['-i', 'film.mp4', '-i', 'film.mp4', '-o', 'plan.json'], '-o keeps the plan of one source; give one -i or one --assume, or leave -o out'],
  [['-i', 'film.mp4', '--assume-file', 'sources.json'], '--assume-file stands alone; give no -i and no --assume beside it'],
  [['--assume-file', 'nothing.json'], "'nothing.json' of --assume-file cannot be read: there is no such file or folder"],
  [['-i', 'film.mp4', '--prices', 'bin'], "'bin' of --prices cannot be read: there is no such file or folder"],
])('%j is refused with one sentence', async (args, sentence) => {
  const { status, stdout, stderr } = await plan(...args)
  expect([status, stdout, stderr]).toEqual([2, '', `vodflow: ${sentence}\n`])
})

test('a step that cannot be done here has no line to paste, which would leave its encryption out', async () => {
  mkdirSync(films.path('keys/templates'), { recursive: true })
  writeFileSync(films.path('keys/templates/key.json'), '{ "kind": "drm", "definition": 900, "keySource": "PrivateKMS", "getKeyUrl": "https://keys.example.org/key" }\n')
  writeFileSync(films.path('keys/vodflow.config.json'), '{}\n')
  writeFileSync(films.path('keys/Safe.json'), '{ "process": { "transcode": [{ "definition": 210, "drm": 900 }, { "definition": 10 }] } }\n')
  const { status, stdout, stderr } = await runVodflow(['plan', 'Safe.json', '-i', '../film.mp4'], { cwd: films.path('keys') })
  expect(status, stderr).toBe(0)
  expect(stdout).toContain('  cannot be done here: drm 900 encrypts, and there is no master key')
  const lines = stdout.split('\n').filter((line) => line.startsWith('  $ '))
  expect(lines.filter((line) => line.includes('v.f210'))).toEqual([])
  expect(lines.filter((line) => line.includes('v.f10.mp4')).length).toBe(1)
})

test('the lines that are printed are in the JSON too, step by step', async () => {
  const printed = (await plan('-i', 'film.mp4', '-o', 'lines.json')).stdout.split('\n').filter((line) => line.startsWith('  $ ')).map((line) => line.slice(4))
  const kept: { readonly lines: Readonly<Record<string, readonly string[]>> } = JSON.parse(readFileSync(films.path('lines.json'), 'utf8'))
  expect(Object.keys(kept.lines)).toEqual(['encode'])
  expect(kept.lines['encode']).toEqual(printed)
  expect(printed.length).toBeGreaterThan(1)
  const json: typeof kept = JSON.parse((await plan('-i', 'film.mp4', '--json')).stdout)
  expect(json.lines).toEqual(kept.lines)
})
