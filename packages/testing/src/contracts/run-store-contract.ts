import { defaultConfig } from '@vodflow/core'
import type { Happening, RunHeader, RunStore } from '@vodflow/engine'
import { describe, expect, test } from 'vitest'
import { fakeFacts } from '../fakes/fake-facts.ts'

export interface RunStoreFixture {
  readonly store: RunStore
  /** The same runs, as another process would find them after this one was killed. Absent for a store that dies with its process. */
  readonly reopen?: () => Promise<RunStore>
  /** False for a store with room for one run. */
  readonly manyRuns: boolean
}

const created: Happening = { type: 'created' }
const pulled: Happening = { type: 'pulled', file: { path: '/out/.vodflow/source/a/source.mp4', md5: 'd', identity: { sizeBytes: 1, mtimeMs: 1.5, sha256OfEnds: 'e' } } }
const inspected: Happening = { type: 'inspected', facts: fakeFacts() }
const cancelled: Happening = { type: 'cancelled' }
const finished: Happening = { type: 'finished', at: '2026-01-01T00:00:09.000Z' }

export function fakeHeader(run: string): RunHeader {
  const request = {
    call: 'Film(10)', procedures: [{ path: 'Film.lua', text: '-- \u2028 "quoted"\n', digest: 'd' }], templates: [], config: defaultConfig,
    options: { speed: 'veryfast' }, source: { form: 'file', path: '/films/ä b.mp4' },
  } as const
  return { format: 'vodflow/run@1', run, createdAt: '2026-01-01T00:00:00.000Z', backend: 'fake', request, identities: [], digest: `digest of ${run}` }
}

/** What every run store must do. */
export function describeRunStoreContract(name: string, create: () => Promise<RunStoreFixture>): void {
  describe(`run store contract: ${name}`, () => {
    test('an empty store has no runs', async () => {
      const { store } = await create()
      expect(await store.list()).toMatchObject({ ok: true, value: [] })
      expect(await store.load('nobody')).toEqual({ ok: true, value: undefined, diagnostics: [] })
    })

    test('what was committed is what is loaded, in order', async () => {
      const { store } = await create()
      expect(await store.create(fakeHeader('a'), [created, pulled, inspected])).toMatchObject({ ok: true, value: 1 })
      expect(await store.append('a', 1, [cancelled])).toMatchObject({ ok: true, value: 2 })
      expect(await store.append('a', 2, [finished])).toMatchObject({ ok: true, value: 3 })
      const stored = { header: fakeHeader('a'), version: 3, happenings: [created, pulled, inspected, cancelled, finished] }
      expect(await store.load('a')).toMatchObject({ ok: true, value: stored })
      expect(await store.list()).toMatchObject({ ok: true, value: [fakeHeader('a')] })
    })

    test('a writer that missed a commit is fenced off, and changes nothing', async () => {
      const { store } = await create()
      await store.create(fakeHeader('a'), [created])
      await store.append('a', 1, [cancelled])
      for (const stale of [0, 1, 3, -1, Number.NaN]) expect(await codesOf(store.append('a', stale, [finished]))).toEqual(['run/conflict'])
      expect(await store.load('a')).toMatchObject({ value: { version: 2, happenings: [created, cancelled] } })
    })

    test('of many writers at once with one version, one wins', async () => {
      const { store } = await create()
      await store.create(fakeHeader('a'), [created])
      const results = await Promise.all(Array.from({ length: 8 }, () => store.append('a', 1, [cancelled])))
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      expect(await store.load('a')).toMatchObject({ value: { version: 2, happenings: [created, cancelled] } })
    })

    test('a run is created once', async () => {
      const { store } = await create()
      await store.create(fakeHeader('a'), [created])
      expect(await codesOf(store.create(fakeHeader('a'), [inspected]))).toEqual(['run/exists'])
      expect(await store.load('a')).toMatchObject({ value: { version: 1, happenings: [created] } })
    })

    test('nothing is appended to a run that is not there', async () => {
      const { store } = await create()
      expect(await codesOf(store.append('nobody', 1, [cancelled]))).toEqual(['run/not-found'])
      expect(await codesOf(store.remove('nobody'))).toEqual(['run/not-found'])
    })

    test('what is loaded is a copy: changing what was given changes nothing', async () => {
      const { store } = await create()
      const given: Happening[] = [created]
      await store.create(fakeHeader('a'), given)
      given.push(cancelled)
      expect(await store.load('a')).toMatchObject({ value: { happenings: [created] } })
    })

    test('a removed run is forgotten, and its place is free', async () => {
      const { store, reopen } = await create()
      await store.create(fakeHeader('a'), [created])
      await store.append('a', 1, [cancelled])
      expect(await store.remove('a')).toMatchObject({ ok: true })
      expect(await store.list()).toMatchObject({ value: [] })
      expect(await store.create(fakeHeader('b'), [created])).toMatchObject({ ok: true, value: 1 })
      expect(await store.append('b', 1, [inspected])).toMatchObject({ ok: true, value: 2 })
      const after = (await reopen?.()) ?? store
      expect(await after.list()).toMatchObject({ value: [fakeHeader('b')] })
      expect(await after.load('b')).toMatchObject({ value: { version: 2, happenings: [created, inspected] } })
    })

    test('a store with room for many keeps them apart; one with room for one says so', async () => {
      const { store, manyRuns } = await create()
      await store.create(fakeHeader('a'), [created])
      if (!manyRuns) return expect(await codesOf(store.create(fakeHeader('b'), [created]))).toEqual(['run/exists'])
      await store.create(fakeHeader('b'), [created])
      await store.append('b', 1, [cancelled])
      expect(await store.load('a')).toMatchObject({ value: { version: 1 } })
      expect(await store.load('b')).toMatchObject({ value: { version: 2 } })
    })

    test('another process finds what was acknowledged, and goes on with it', async ({ skip }) => {
      const { store, reopen } = await create()
      if (reopen === undefined) return skip('it dies with its process')
      await store.create(fakeHeader('a'), [created, inspected])
      await store.append('a', 1, [cancelled])
      const after = await reopen()
      expect(await after.load('a')).toMatchObject({ value: { header: fakeHeader('a'), version: 2, happenings: [created, inspected, cancelled] } })
      expect(await after.append('a', 2, [finished])).toMatchObject({ ok: true, value: 3 })
      expect(await (await reopen()).load('a')).toMatchObject({ value: { version: 3 } })
    })
  })
}

async function codesOf(result: Promise<{ readonly diagnostics: readonly { readonly code: string }[] }>): Promise<readonly string[]> {
  return (await result).diagnostics.map(({ code }) => code)
}
