import type { Publish, RunReport } from '@vodflow/engine'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventLines, freshPlace, reportOf, run, type Setting, tasksOf } from './fixture.ts'

const one: Setting = { tasks: [{ id: 'a' }], script: { steps: [{ id: 'one', does: [{ task: 'a' }] }] } }

interface Publisher {
  readonly asked: RunReport[]
  readonly publish: Publish
}

function publisher(...outcomes: readonly Awaited<ReturnType<Publish>>[]): Publisher {
  const asked: RunReport[] = []
  return {
    asked,
    publish: async (report) => {
      asked.push(report)
      return outcomes[asked.length - 1] ?? { ok: true }
    },
  }
}

const throws: Publish = async () => {
  throw new Error('no line')
}

test('what is made is published once all of it is done, and once only', async () => {
  const place = await freshPlace()
  const { asked, publish } = publisher({ ok: true, answer: { id: 7 } })
  expect(reportOf(await run(place, { ...one, publish }))).toMatchObject({ ok: true, published: { ok: true, answer: { id: 7 } } })
  expect(asked.map(({ ok, tasks }) => [ok, tasks.at(-1)?.state.status])).toEqual([[true, 'done']])
  expect((await eventLines(place)).slice(-2).map(({ type }) => type)).toEqual(['run-published', 'run-finished'])
  expect(reportOf(await run(place, { ...one, publish }))).toMatchObject({ ok: true, published: { ok: true } })
  await rm(join(place.out, 'a.txt'))
  expect(reportOf(await run(place, { ...one, publish })).ok).toBe(true)
  expect(asked).toHaveLength(1)
})

test('a failure of it is one of the run, and the same request tries it again and nothing else', async () => {
  const place = await freshPlace()
  const { publish } = publisher({ ok: false, failure: { reason: 'exit-non-zero', status: 3, lastLines: [] } })
  const first = reportOf(await run(place, { ...one, publish }))
  expect(first).toMatchObject({ ok: false, published: { ok: false, failure: { status: 3 } } })
  const again = await run(place, { ...one, publish })
  expect(again.backend.begun).toEqual([])
  expect(reportOf(again)).toMatchObject({ ok: true, published: { ok: true } })
})

test('one that throws is a crash of it, not of the run', async () => {
  expect(reportOf(await run(await freshPlace(), { ...one, publish: throws }))).toMatchObject({ ok: false, published: { ok: false, failure: { reason: 'crashed' } } })
})

test('what failed in part, or was left out by a review, is not published', async () => {
  const failing: Setting = { ...one, script: { steps: [{ id: 'one', does: [{ task: 'a', failure: { reason: 'disk-full', detail: '' } }] }] } }
  const { asked, publish } = publisher()
  expect(reportOf(await run(await freshPlace(), { ...failing, publish })).published).toBeUndefined()
  const blocked: Setting = {
    tasks: [{ id: 'look', kind: 'review' }, { id: 'a', inputs: ['look'], runsIf: { task: 'look', suggestion: ['pass'] } }],
    script: { steps: [{ id: 'look', does: [{ task: 'look', suggestion: 'block' }] }, { id: 'one', needs: ['look'], does: [{ task: 'a' }] }] },
  }
  const ran = await run(await freshPlace(), { ...blocked, publish })
  expect([tasksOf(ran), reportOf(ran).ok]).toEqual([{ look: 'done', a: 'skipped' }, true])
  expect(asked).toEqual([])
})

test('cancelled while it publishes, the run is cancelled, and goes on with it', async () => {
  const place = await freshPlace()
  const stop = new AbortController()
  const publish: Publish = async (_report, { signal }) => {
    setTimeout(() => stop.abort(), 10)
    await new Promise<void>((settle) => signal.addEventListener('abort', () => settle()))
    return { ok: false, failure: { reason: 'cancelled' } }
  }
  expect(reportOf(await run(place, { ...one, publish, signal: stop.signal }))).toMatchObject({ ok: false, cancelled: true })
  expect(reportOf(await run(place, { ...one, publish: publisher().publish }))).toMatchObject({ ok: true, cancelled: false, published: { ok: true } })
})
