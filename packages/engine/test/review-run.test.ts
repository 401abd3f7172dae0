import type { Suggestion } from '@vodflow/core'
import type { Event } from '@vodflow/engine'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesOf, eventLines, freshPlace, type Place, reportOf, run, type Setting, tasksOf } from './fixture.ts'

function settingOf(suggestion: Suggestion): Setting {
  return {
    manual: true,
    tasks: [{ id: 'look', kind: 'review' }, { id: 'a', inputs: ['look'], runsIf: { task: 'look', suggestion: ['pass', 'review'] } }],
    script: { steps: [{ id: 'look', does: [{ task: 'look', suggestion }] }, { id: 'one', needs: ['look'], does: [{ task: 'a' }] }] },
  }
}

const doubt = settingOf('review')

function dies({ type }: Event): void {
  if (type === 'step-started') throw new Error('killed')
}

async function waiting(): Promise<Place> {
  const place = await freshPlace()
  await run(place, doubt)
  return place
}

test('the sitting ends, and its record says what it waits for', async () => {
  const place = await freshPlace()
  const ran = await run(place, doubt)
  expect(reportOf(ran)).toMatchObject({ ok: false, cancelled: false, waiting: true })
  expect(tasksOf(ran)).toEqual({ look: 'done', a: 'pending' })
  expect((await eventLines(place)).at(-1)).toMatchObject({ type: 'run-waiting', reviews: ['look'] })
})

test('the same request waits on, and reviews nothing again', async () => {
  const place = await waiting()
  const again = await run(place, doubt)
  expect(again.backend.begun).toEqual([])
  expect(reportOf(again).waiting).toBe(true)
  expect(again.events.at(-1)).toMatchObject({ type: 'run-waiting' })
})

test('passed, the rest runs; the events say who said so', async () => {
  const place = await waiting()
  const passed = await run(place, { ...doubt, ruling: 'pass' })
  expect(passed.backend.begun).toEqual(['one'])
  expect(tasksOf(passed)).toEqual({ look: 'done', a: 'done' })
  expect(reportOf(passed)).toMatchObject({ ok: true, waiting: false })
  expect(passed.events.find(({ type }) => type === 'run-reviewed')).toMatchObject({ review: 'look', ruling: 'pass' })
  expect(reportOf(await run(place, doubt))).toMatchObject({ ok: true, waiting: false })
})

test('rejected, it ends with the rest skipped, and stays so', async () => {
  const place = await waiting()
  const rejected = await run(place, { ...doubt, ruling: 'reject' })
  expect(rejected.backend.begun).toEqual([])
  expect(tasksOf(rejected)).toEqual({ look: 'done', a: 'skipped' })
  expect(tasksOf(await run(place, doubt))).toEqual({ look: 'done', a: 'skipped' })
  expect(codesOf(await run(place, { ...doubt, ruling: 'pass' }))).toEqual(['run/not-waiting'])
})

test('killed right after the word was kept, it goes on by that word', async () => {
  const place = await waiting()
  await expect(run(place, { ...doubt, ruling: 'pass', onEvent: dies })).rejects.toThrow('killed')
  expect(tasksOf(await run(place, doubt))).toEqual({ look: 'done', a: 'done' })
})

test('where nobody waits, nobody is asked', async () => {
  expect(codesOf(await run(await freshPlace(), { ...doubt, ruling: 'pass' }))).toEqual(['run/not-waiting'])
  const place = await freshPlace()
  expect(tasksOf(await run(place, settingOf('pass')))).toEqual({ look: 'done', a: 'done' })
  expect(codesOf(await run(place, { ...doubt, ruling: 'pass' }))).toEqual(['run/not-waiting'])
})

test('a source that has changed since is not passed, but may be rejected', async () => {
  const place = await waiting()
  await writeFile(place.source, 'another film')
  expect(codesOf(await run(place, { ...doubt, ruling: 'pass' }))).toEqual(['run/reviewed-source-moved'])
  expect(tasksOf(await run(place, { ...doubt, ruling: 'reject' }))).toEqual({ look: 'done', a: 'skipped' })
})

test('a picture that is lost is made again before it goes on', async () => {
  const place = await waiting()
  await rm(join(place.out, 'look.txt'))
  const passed = await run(place, { ...doubt, ruling: 'pass' })
  expect(passed.backend.begun).toEqual(['look', 'one'])
  expect(tasksOf(passed)).toEqual({ look: 'done', a: 'done' })
})
