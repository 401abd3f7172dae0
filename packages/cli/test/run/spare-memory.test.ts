import { setFlagsFromString } from 'node:v8'
import { setTimeout as delay } from 'node:timers/promises'
import type { Event } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { sparingMemory } from '../../src/run/spare-memory.ts'

// Of a plan it looks at the estimate alone.
const planned = (cpuSeconds: number) => ({ type: 'run-planned', plan: { estimate: { steps: [{ step: 'encode', cpuSeconds, work: {} }], tasks: [] } } }) as unknown as Event
const started = { type: 'step-started', step: 'encode', attempt: 1, covers: [] } as unknown as Event

/** Whether what nobody holds any more is gone after a step of so many CPU seconds has started. */
async function isCollected(cpuSeconds: number): Promise<boolean> {
  const garbage = new WeakRef({ rows: Array.from({ length: 1000 }, () => 0) })
  await delay(1)
  const spare = sparingMemory()
  spare(planned(cpuSeconds))
  spare(started)
  await delay(1)
  return garbage.deref() === undefined
}

test('memory is given back before a step that takes long, and where the program asked for the means', async () => {
  expect(await isCollected(100)).toBe(false)
  setFlagsFromString('--expose-gc')
  expect(await isCollected(100)).toBe(true)
  expect(await isCollected(1)).toBe(false)
})
