import { type ArtifactCache, openFolderCache, whatChanged } from '@vodflow/engine'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshPlace, reportOf, run, tasksOf, type Place, type Ran } from '../fixture.ts'

async function cacheIn(place: Place, maxBytes = 1e9): Promise<ArtifactCache> {
  const cache = await openFolderCache(join(place.folder, 'cache'), { maxBytes })
  return cache.ok ? cache.value : expect.fail(cache.diagnostics[0]?.message)
}

const tasks = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
const steps = [{ id: 's', does: [{ task: 'a', text: 'A' }, { task: 'b', text: 'B' }, { task: 'c', text: 'C' }] }]
const recipes = { a: { speed: 'veryfast', task: { video: { bitrate: 1024 } } }, b: { speed: 'veryfast' }, c: { speed: 'veryfast' } }

async function runInto(place: Place, out: string, cache: ArtifactCache | undefined, changes: object = {}): Promise<Ran> {
  return run({ ...place, out: join(place.folder, out) }, { tasks, script: { steps, recipes: { ...recipes, ...changes } }, ...(cache && { cache }) })
}

function reusedIn(ran: Ran): readonly string[] {
  return reportOf(ran).tasks.flatMap(({ task, state }) => (state.status === 'done' && state.reused ? [task.id] : []))
}

test('what one run made the next one takes, into another folder, and no step is begun', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  expect((await runInto(place, 'one', cache)).backend.begun).toEqual(['s'])
  const second = await runInto(place, 'two', cache)
  expect(second.backend.begun).toEqual([])
  expect(reusedIn(second)).toEqual(['a', 'b', 'c'])
  expect(reportOf(second).ok).toBe(true)
  expect((await readdir(join(place.folder, 'two'))).toSorted()).toEqual(['.vodflow', 'a.txt', 'b.txt', 'c.txt', 'events.jsonl'])
  expect(await readFile(join(place.folder, 'two/b.txt'), 'utf8')).toBe('B')
})

test('of three tasks the one whose template changed is done, and the plan says what changed', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  await runInto(place, 'one', cache)
  const second = await runInto(place, 'two', cache, { a: { speed: 'veryfast', task: { video: { bitrate: 900 } } } })
  expect(reusedIn(second)).toEqual(['b', 'c'])
  expect(second.backend.begun).toEqual(['s'])
  expect(reportOf(second).plan?.steps.flatMap(({ reasons }) => reasons)).toEqual([{ choice: 'again', because: 'video.bitrate 1024 → 900' }])
})

test('back to what it was, everything is there', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  await runInto(place, 'one', cache)
  await runInto(place, 'two', cache, { a: { speed: 'medium' } })
  expect((await runInto(place, 'three', cache)).backend.begun).toEqual([])
})

test('without a cache nothing is taken and nothing is kept', async () => {
  const place = await freshPlace()
  await runInto(place, 'one', undefined)
  expect((await runInto(place, 'two', await cacheIn(place))).backend.begun).toEqual(['s'])
})

test('a result that goes between plan and step is made after all', async () => {
  const place = await freshPlace()
  const real = await cacheIn(place)
  await runInto(place, 'one', real)
  const vanishing: ArtifactCache = { ...real, take: async () => false }
  const second = await runInto(place, 'two', vanishing)
  expect(second.backend.begun.toSorted()).toEqual(['s.1', 's.2', 's.3'])
  expect(tasksOf(second)).toEqual({ a: 'done', b: 'done', c: 'done' })
  expect(reusedIn(second)).toEqual([])
})

test('a task that failed leaves nothing in the cache, its siblings do', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  const failing = [{ id: 's', does: [{ task: 'a', text: 'A' }, { task: 'b', failure: { reason: 'timed-out', afterMs: 1 } as const }, { task: 'c', text: 'C' }] }]
  await run({ ...place, out: join(place.folder, 'one') }, { tasks, script: { steps: failing, recipes }, cache })
  const second = await runInto(place, 'two', cache)
  expect(second.backend.begun).toEqual(['s'])
  expect(reusedIn(second)).toEqual(['a', 'c'])
})

test('a run that was not done goes on with what is in the cache by then', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  await runInto(place, 'one', cache)
  const out = join(place.folder, 'two')
  await runInto(place, 'two', cache)
  await rm(join(out, 'b.txt'))
  const again = await runInto(place, 'two', cache)
  expect(again.backend.begun).toEqual([])
  expect(await readFile(join(out, 'b.txt'), 'utf8')).toBe('B')
})

test('a cache that takes nothing is one warning, and the run is as good', async () => {
  const place = await freshPlace()
  const ran = await runInto(place, 'one', await cacheIn(place, 1000))
  expect(reportOf(ran).ok).toBe(true)
  expect(ran.result.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['run/cache-not-kept', 'warning']])
})

test('a kept file that was tampered with is made again', async () => {
  const place = await freshPlace()
  const cache = await cacheIn(place)
  await runInto(place, 'one', cache)
  for (const name of await readdir(cache.folder, { recursive: true })) if (name.endsWith('/0')) await writeFile(join(cache.folder, name), 'X')
  const second = await runInto(place, 'two', cache)
  expect(second.backend.begun).toEqual(['s'])
  expect(await readFile(join(place.folder, 'two/a.txt'), 'utf8')).toBe('A')
})

test('a change is named by field, old and new; of many the first three', () => {
  const before = { source: 'x', ffmpeg: '5.1', speed: 'veryfast', commands: 'c', task: { template: { video: { bitrate: 1024, fps: 24 }, audio: { bitrate: 48 } } } }
  expect(whatChanged(before, { ...before, speed: 'medium', commands: 'd' })).toBe('speed veryfast → medium')
  expect(whatChanged(before, { ...before, ffmpeg: '7.0', source: 'y' })).toBe('the content of the source and ffmpeg 5.1 → 7.0')
  expect(whatChanged(before, { ...before, commands: 'd' })).toBe('this version of vodflow makes it in another way')
  expect(whatChanged(before, { ...before, task: { template: { video: { bitrate: 900, fps: 25, gop: 50 }, audio: { bitrate: 64 } } } }))
    .toBe('audio.bitrate 48 → 64, video.bitrate 1024 → 900, video.fps 24 → 25 and 1 more')
  expect(whatChanged(before, { ...before, task: { template: { video: before.task.template.video } } })).toBe('audio {"bitrate":48} → nothing')
})
