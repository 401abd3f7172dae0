/** What two graphs differ in: the same in both directions, nothing of a graph and itself, one field for one change. */
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { canonicalJson, type TaskGraph } from '@vodflow/core'
import { openProject, type Project } from '@vodflow/project'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diffGraphs, type GraphDiff } from '../../src/diff/graph-diff.ts'
import { assumed, must } from '../plan/some-plan.ts'

const root = resolve(import.meta.dirname, '../../../..')
const examples = join(root, 'procedures/examples')
let project: Project
beforeAll(async () => {
  project = must(await openProject({ directory: root, from: root, builtInProcedures: { folder: join(root, 'procedures') } }))
})
afterAll(() => project.close())

const graphs: readonly TaskGraph[] = readdirSync(examples).map((topic) => JSON.parse(readFileSync(join(examples, topic, 'graph.json'), 'utf8')))

/** A task is enough of a name for what was added or removed. */
function sidesOf({ fields, tasks }: GraphDiff): object {
  return {
    fields: fields.map(({ field, old, new: now }) => canonicalJson([field, old, now])).toSorted(),
    added: tasks.flatMap((change) => (change.is === 'added' ? [change.task.id] : [])).toSorted(),
    removed: tasks.flatMap((change) => (change.is === 'removed' ? [change.task.id] : [])).toSorted(),
    changed: tasks.flatMap((change) => (change.is === 'changed' ? [`${change.old.id} ${change.new.id} ${change.fields.map(({ field, old, new: now }) => canonicalJson([field, old ?? null, now ?? null])).toSorted().join(' ')}`] : [])).toSorted(),
  }
}

function turned({ field, old, new: now }: GraphDiff['fields'][number]): GraphDiff['fields'][number] {
  return { field, old: now, new: old }
}

function mirrored({ fields, tasks }: GraphDiff): GraphDiff {
  return {
    fields: fields.map(turned),
    tasks: tasks.map((change) => {
      if (change.is === 'changed') return { is: 'changed', old: change.new, new: change.old, fields: change.fields.map(turned) }
      return { is: change.is === 'added' ? 'removed' : 'added', task: change.task }
    }),
  }
}

const overrides = fc.array(fc.record({ definition: fc.constantFrom(10, 20), bitrate: fc.constantFrom(0, 300, 400, 500) }), { minLength: 1, maxLength: 4 })

async function graphOf(elements: readonly { readonly definition: number; readonly bitrate: number }[]): Promise<TaskGraph | undefined> {
  const transcode = elements.map(({ definition, bitrate }) => ({ definition, ...(bitrate > 0 && { override: { video: { bitrate } } }) }))
  const call = { path: 'x.call', text: 'QCVB_SimpleProcessFile(10)' }
  const snapshot = must(await project.snapshot(call))
  const text = JSON.stringify({ process: { transcode } })
  const { sha256Hex } = await import('@vodflow/core')
  const compiled = await project.compileSnapshot({ ...snapshot, call: 'P', procedures: [{ path: 'P.json', text, digest: sha256Hex(new TextEncoder().encode(text)) }] }, assumed('duration=60'))
  return compiled.ok ? compiled.value.graph : undefined
}

test('a graph and itself', () => {
  for (const graph of graphs) expect(diffGraphs(graph, graph)).toEqual({ fields: [], tasks: [] })
})

test('any two graphs: the mirror of the other direction', () => {
  for (const a of graphs) for (const b of graphs) expect(sidesOf(diffGraphs(a, b))).toEqual(sidesOf(mirrored(diffGraphs(b, a))))
})

test('graphs of many overrides: nothing of itself, and a mirror', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(overrides, overrides, async (some, others) => {
      const [a, b] = [await graphOf(some), await graphOf(others)]
      if (a === undefined || b === undefined) return
      compared += 1
      expect(diffGraphs(a, a)).toEqual({ fields: [], tasks: [] })
      expect(sidesOf(diffGraphs(a, b))).toEqual(sidesOf(mirrored(diffGraphs(b, a))))
      expect(diffGraphs(a, b).tasks.length === 0).toBe(a.digest === b.digest)
    }),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(20)
})

test('one override more is one field, whatever it does to the hashes of ids', async () => {
  const base = [{ definition: 10, bitrate: 300 }, { definition: 10, bitrate: 400 }, { definition: 20, bitrate: 0 }]
  const [a, b] = [await graphOf(base), await graphOf(base.map((one) => (one.bitrate === 400 ? { ...one, bitrate: 500 } : one)))]
  if (a === undefined || b === undefined) throw new Error('neither is wrong')
  const { tasks } = diffGraphs(a, b)
  expect(tasks).toEqual([expect.objectContaining({ is: 'changed', fields: [{ field: 'template.video.bitrate', old: 400, new: 500 }] })])
})

test('what only gets a name without a hash is the same task', async () => {
  const [a, b] = [await graphOf([{ definition: 10, bitrate: 300 }, { definition: 10, bitrate: 400 }]), await graphOf([{ definition: 10, bitrate: 300 }])]
  if (a === undefined || b === undefined) throw new Error('neither is wrong')
  const { tasks } = diffGraphs(a, b)
  expect(tasks.map(({ is }) => is)).toEqual(['removed'])
})
