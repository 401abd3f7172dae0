import { defineDiagnostics, fail, ok, taskId } from '@vodflow/core'
import { createMemoryStore, type Event, type Output, runDiagnostics, runProcedure } from '@vodflow/engine'
import { createFakeBackend, fakeCompiled } from '@vodflow/testing'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { codesOf, eventLines, freshPlace, type Place, reportOf, requestFor, run, type Setting, tasksOf } from './fixture.ts'

const two: Setting = {
  tasks: [{ id: 'a' }, { id: 'b', inputs: ['a'] }],
  script: { steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', needs: ['one'], does: [{ task: 'b' }] }] },
}
const source = defineDiagnostics('check', { 'source-damaged': { severity: 'error', message: (p: { why: string }) => `the source is damaged: ${p.why}` } })
const damaged = source.create('source-damaged', undefined, { why: 'no index' })

function throwAtFirstStep({ type }: Event): void {
  if (type === 'step-started') throw new Error('reporter')
}

async function filesIn(place: Place): Promise<readonly string[]> {
  return (await readdir(place.out)).toSorted()
}

test('a run makes its files, its report, its record and its events', async () => {
  const place = await freshPlace()
  const ran = await run(place, two)
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
  expect(reportOf(ran)).toMatchObject({ ok: true, cancelled: false, problems: [], request: { call: 'Film(10)' }, facts: { durationSeconds: 10 } })
  expect(await filesIn(place)).toEqual(['.vodflow', 'a.txt', 'b.txt', 'events.jsonl'])
  expect(await readdir(join(place.out, '.vodflow'))).toEqual(['run.jsonl'])
  const types = ran.events.map(({ type }) => type)
  expect(types.slice(0, 3)).toEqual(['run-started', 'source-inspected', 'run-planned'])
  expect(types.at(-1)).toBe('run-finished')
  expect(await eventLines(place)).toEqual(ran.events)
  expect(new Set(ran.events.map(({ run }) => run))).toEqual(new Set([reportOf(ran).run]))
})

test('a run that has ended well is only reported again', async () => {
  const place = await freshPlace()
  const first = reportOf(await run(place, two))
  const again = await run(place, two)
  expect(reportOf(again)).toEqual(first)
  expect(again.backend.begun).toEqual([])
  expect(again.backend.inspections()).toBe(0)
  expect(again.events.at(-1)).toMatchObject({ type: 'run-finished', ok: true })
})

test('a file that is gone or changed is made again, and only that', async () => {
  const place = await freshPlace()
  await run(place, two)
  await rm(join(place.out, 'b.txt'))
  expect((await run(place, two)).backend.begun).toEqual(['two'])
  await writeFile(join(place.out, 'a.txt'), 'short')
  const ran = await run(place, two)
  expect(ran.backend.begun).toEqual(['one'])
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
})

test('what failed runs again the next time; what is done does not', async () => {
  const place = await freshPlace()
  const failing: Setting = { ...two, script: { steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', needs: ['one'], does: [{ task: 'b', failure: { reason: 'disk-full', detail: 'x' } }] }] } }
  expect(tasksOf(await run(place, failing))).toEqual({ a: 'done', b: 'failed disk-full' })
  const again = await run(place, failing)
  expect(again.backend.begun).toEqual(['two'])
  expect(reportOf(again).ok).toBe(false)
})

test('one failing task of a fused step leaves its siblings', async () => {
  const place = await freshPlace()
  const failure = { reason: 'exit-non-zero', status: 1, lastLines: [] } as const
  const ran = await run(place, {
    tasks: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    script: { failsOnlyTogether: ['c'], steps: [{ id: 'fused', does: [{ task: 'a' }, { task: 'b', failure }, { task: 'c', failure }] }] },
  })
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'failed exit-non-zero', c: 'done' })
  expect(ran.backend.begun.toSorted()).toEqual(['fused', 'fused.2', 'fused.3'])
  expect(ran.events.map(({ type }) => type)).toContain('step-split')
})

test('a back end that throws has crashed, in that step only', async () => {
  const place = await freshPlace()
  const ran = await run(place, {
    tasks: [{ id: 'a' }, { id: 'b' }],
    script: { steps: [{ id: 'one', does: [{ task: 'a', throws: 'oh' }] }, { id: 'two', does: [{ task: 'b' }] }] },
  })
  expect(tasksOf(ran)).toEqual({ a: 'failed crashed', b: 'done' })
})

test('what cannot be cleared away at the end is no failure', async () => {
  const place = await freshPlace()
  const block = async (): Promise<void> => void (await mkdir(join(place.out, '.vodflow', 'children.jsonl', 'in it'), { recursive: true }))
  const ran = await run(place, { ...two, script: { ...two.script, onExecute: (step) => (step.id === 'two' ? block() : undefined) } })
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
})

test('later steps see what earlier ones made', async () => {
  const place = await freshPlace()
  const seen: Record<string, readonly string[]> = {}
  await run(place, { ...two, script: { ...two.script, onExecute: (step, { artifacts }) => void (seen[step.id] = artifacts.map(({ path }) => path)) } })
  expect(seen).toEqual({ one: [], two: ['a.txt'] })
})

test('each step has an empty folder of its own, which is gone afterwards', async () => {
  const place = await freshPlace()
  const folders: string[] = []
  await run(place, {
    ...two,
    script: {
      ...two.script,
      onExecute: async (_step, { workFolder }) => {
        expect(await readdir(workFolder)).toEqual([])
        await writeFile(join(workFolder, 'left behind'), 'x')
        folders.push(workFolder)
      },
    },
  })
  expect(new Set(folders).size).toBe(2)
  for (const folder of folders) expect(existsSync(folder)).toBe(false)
})

test('no more steps at a time than asked for', async () => {
  const place = await freshPlace()
  let now = 0
  let most = 0
  const ids = ['a', 'b', 'c', 'd', 'e']
  const ran = await run(place, {
    tasks: ids.map((id) => ({ id })),
    script: {
      steps: ids.map((id) => ({ id, does: [{ task: id }] })),
      onExecute: async () => {
        now += 1
        most = Math.max(most, now)
        await delay(15)
        now -= 1
      },
    },
  })
  expect(reportOf(ran).ok).toBe(true)
  expect(most).toBe(2)
})

test('progress is throttled, kept within bounds and never recorded', async () => {
  const place = await freshPlace()
  const ran = await run(place, {
    tasks: [{ id: 'a' }],
    script: {
      steps: [{ id: 'one', does: [{ task: 'a' }] }],
      onExecute: (_step, { onProgress }) => {
        for (const fraction of [Number.NaN, 7, ...Array.from({ length: 500 }, (_, at) => at / 500)]) onProgress({ fraction })
      },
    },
  })
  const fractions = ran.events.flatMap((event) => (event.type === 'step-progress' ? [event.fraction] : []))
  expect(fractions).toEqual([1])
  expect(await readFile(join(place.out, '.vodflow', 'run.jsonl'), 'utf8')).not.toContain('progress')
})

test('a cancelled run keeps what is done, leaves nothing half-made, and goes on', async () => {
  const place = await freshPlace()
  const abort = new AbortController()
  const onExecute = async (step: { readonly id: string }, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
    if (step.id !== 'two') return
    setTimeout(() => abort.abort(), 20)
    await delay(60_000, undefined, { signal }).catch(() => undefined)
  }
  const ran = await run(place, { ...two, script: { ...two.script, onExecute }, signal: abort.signal })
  expect(reportOf(ran)).toMatchObject({ ok: false, cancelled: true })
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'cancelled' })
  expect(await filesIn(place)).toEqual(['.vodflow', 'a.txt', 'events.jsonl'])
  const again = await run(place, two)
  expect(again.backend.begun).toEqual(['two'])
  expect(tasksOf(again)).toEqual({ a: 'done', b: 'done' })
})

test('a run cancelled before it has a plan leaves no trace', async () => {
  const place = await freshPlace()
  const ran = await run(place, { ...two, signal: AbortSignal.abort() })
  expect(reportOf(ran)).toMatchObject({ ok: false, cancelled: true, tasks: [] })
  expect(existsSync(place.out)).toBe(false)
})

test('a refused source fails every task and is recorded', async () => {
  const place = await freshPlace()
  const ran = await run(place, { ...two, script: { ...two.script, refuse: [damaged] } })
  expect(tasksOf(ran)).toEqual({ a: 'failed source-damaged', b: 'failed source-damaged' })
  expect(reportOf(ran)).toMatchObject({ ok: false, problems: [{ code: 'check/source-damaged' }] })
  expect(reportOf(ran).facts).toBe(undefined)
  expect(await filesIn(place)).toEqual(['.vodflow', 'events.jsonl'])
  expect(tasksOf(await run(place, two))).toEqual({ a: 'done', b: 'done' })
})

test('a refused source does not cost the outputs of an earlier run', async () => {
  const place = await freshPlace()
  await run(place, two)
  const ran = await run(place, { ...two, call: 'Film(20)', script: { ...two.script, refuse: [damaged] } })
  expect(tasksOf(ran)).toEqual({ a: 'failed source-damaged', b: 'failed source-damaged' })
  expect(await filesIn(place)).toEqual(['.vodflow', 'a.txt', 'b.txt', 'events.jsonl'])
  expect((await run(place, two)).backend.begun).toEqual([])
})

test('a step that cannot be done here is refused before any work, and leaves no trace', async () => {
  const place = await freshPlace()
  const ran = await run(place, { tasks: [{ id: 'a' }], script: { steps: [{ id: 'one', does: [{ task: 'a' }], unavailable: 'no encoder for hevc in flv' }] } })
  expect(codesOf(ran)).toEqual(['plan/step-unavailable'])
  expect(ran.backend.begun).toEqual([])
  expect(existsSync(place.out)).toBe(false)
})

test('another request takes the place of the old one with the old files, and nothing else', async () => {
  const place = await freshPlace()
  await run(place, two)
  await writeFile(join(place.out, 'mine.txt'), 'the user put this here')
  const other: Setting = { tasks: [{ id: 'c' }], call: 'Film(20)', script: { steps: [{ id: 'one', does: [{ task: 'c' }] }] } }
  const ran = await run(place, other)
  expect(tasksOf(ran)).toEqual({ c: 'done' })
  expect(await filesIn(place)).toEqual(['.vodflow', 'c.txt', 'events.jsonl', 'mine.txt'])
  expect((await eventLines(place))[0]).toMatchObject({ type: 'run-started', call: 'Film(20)', run: reportOf(ran).run })
})

test('an old output that is the new source is kept', async () => {
  const place = await freshPlace()
  await run(place, two)
  const ran = await run({ ...place, source: join(place.out, 'a.txt') }, { tasks: [{ id: 'c' }], script: { steps: [{ id: 'one', does: [{ task: 'c' }] }] } })
  expect(reportOf(ran).ok).toBe(true)
  expect(await filesIn(place)).toEqual(['.vodflow', 'a.txt', 'c.txt', 'events.jsonl'])
})

test('another request that is refused takes nothing away', async () => {
  const place = await freshPlace()
  await run(place, two)
  const ran = await run(place, { tasks: [{ id: 'c' }], call: 'Film(20)', script: { steps: [{ id: 'one', does: [{ task: 'c' }], unavailable: 'x' }] } })
  expect(ran.result.ok).toBe(false)
  expect((await run(place, two)).backend.begun).toEqual([])
})

test('a source that has changed is another request', async () => {
  const place = await freshPlace()
  const first = reportOf(await run(place, two))
  await utimes(place.source, new Date(), new Date(0))
  const again = await run(place, two)
  expect(reportOf(again).run).not.toBe(first.run)
  expect(again.backend.begun.toSorted()).toEqual(['one', 'two'])
})

test('recorded paths that lead out of the folder are never removed', async () => {
  const place = await freshPlace()
  const outside = join(place.folder, 'outside')
  await mkdir(outside)
  await writeFile(join(outside, 'keep.txt'), 'keep')
  await mkdir(place.out)
  await symlink(outside, join(place.out, 'link'))
  const paths = ['../outside/keep.txt', join(outside, 'keep.txt'), 'link/keep.txt', '.', '']
  const wild: Setting = { tasks: paths.map((_, at) => ({ id: `t${at}` })), force: true, script: { steps: [{ id: 'one', does: [{ task: 't0' }] }] } }
  const fake = createFakeBackend({ steps: [{ id: 'one', does: paths.map((_, at) => ({ task: `t${at}` })) }] })
  const tasks = paths.map((path, at) => ({ task: taskId(`t${at}`), ok: true as const, artifacts: [{ task: taskId(`t${at}`), role: 'image' as const, path, sizeBytes: 4 }] }))
  await run(place, { ...wild, backend: { ...fake, execute: async () => ({ tasks }) } })
  expect(reportOf(await run(place, { ...two, call: 'Other' })).ok).toBe(true)
  expect(await readFile(join(outside, 'keep.txt'), 'utf8')).toBe('keep')
})

test('a store that gives up ends the run as one clear failure', async () => {
  const place = await freshPlace()
  const full = runDiagnostics.create('disk-full', undefined, { path: 'run.jsonl' })
  const change = (output: Output): Output => {
    let left = 3
    const append: Output['store']['append'] = async (...args) => ((left -= 1) < 0 ? fail(full) : output.store.append(...args))
    return { ...output, store: { ...output.store, append } }
  }
  const ran = await run(place, { ...two, change })
  expect(reportOf(ran)).toMatchObject({ ok: false, unrecorded: { code: 'run/disk-full' } })
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'failed disk-full' })
  expect(ran.events.at(-1)).toMatchObject({ type: 'run-finished', ok: false })
  expect(existsSync(join(place.out, '.vodflow', 'work'))).toBe(false)
  expect(tasksOf(await run(place, two))).toEqual({ a: 'done', b: 'done' })
})

test('a listener that throws ends the run, with no step left running', async () => {
  const place = await freshPlace()
  await expect(run(place, { ...two, onEvent: throwAtFirstStep })).rejects.toThrow('reporter')
  expect(existsSync(join(place.out, '.vodflow', 'work'))).toBe(false)
})

test('a plan that the engine cannot follow is our bug, and throws', async () => {
  const place = await freshPlace()
  const shapes: readonly Setting['script'][] = [
    { steps: [{ id: '../x', does: [{ task: 'a' }] }] },
    { steps: [{ id: 'one', does: [] }] },
    { steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', does: [{ task: 'a' }] }] },
    { steps: [{ id: 'one', does: [{ task: 'nobody' }] }] },
  ]
  for (const script of shapes) await expect(run(place, { tasks: [{ id: 'a' }], script })).rejects.toThrow()
  expect(existsSync(place.out)).toBe(false)
})

test('it needs no particular store', async () => {
  const place = await freshPlace()
  await mkdir(place.out)
  const store = createMemoryStore()
  const go = (backend = createFakeBackend(two.script)) =>
    runProcedure(requestFor(place), { backend, store, outputFolder: place.out, compile: async () => ok(fakeCompiled(two.tasks)), endOrphan: async () => {} })
  expect(await go()).toMatchObject({ ok: true, value: { ok: true } })
  const second = createFakeBackend(two.script)
  expect(await go(second)).toMatchObject({ ok: true, value: { ok: true } })
  expect(second.begun).toEqual([])
})
