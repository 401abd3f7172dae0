/** What `apply` and `step` make of a file that is no plan: one sentence each, and no harm. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contentDigest } from '@vodflow/core'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readPlan, readPlanText } from '../../src/plan/read-plan.ts'
import { capturedIo } from '../captured-io.ts'
import { somePlan } from './some-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'vodflow-plans-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plan = await somePlan()
const text = `${JSON.stringify(plan, undefined, 2)}\n`
const withDigest = (body: object) => JSON.stringify({ ...body, digest: contentDigest(Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'digest'))) })

test('what was written is read back', async () => {
  expect(await readPlanText(text, "'plan.json'")).toEqual({ ok: true, file: JSON.parse(text) })
})

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /is empty/],
  ['no JSON', 'QCVB_SimpleProcessFile(10)', /is no JSON object, or a damaged one/],
  ['half of it', text.slice(0, text.length / 2), /damaged/],
  ['a list', '[]', /is no JSON object/],
  ['another JSON', '{ "name": "x" }', /is no plan of vodflow's/],
  ['a graph', '{ "format": "vodflow/task-graph@1" }', /is a task graph \(vodflow\/task-graph@1\), no plan/],
  ['a newer one', '{ "format": "vodflow/plan@2" }', /written by a newer vodflow \(vodflow\/plan@2\); this one reads vodflow\/plan@1/],
  ['an edited number', text.replace(/"mediaSeconds": \d+/u, '"mediaSeconds": 61'), /damaged or changed after it was written/],
  ['a member more', JSON.stringify({ ...plan, extra: 1 }), /damaged or changed/],
  ['brackets', '['.repeat(2_000_000), /nested more than 64 deep/],
  ['brackets in order', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), /nested more than 64 deep/],
  ['a digest made anew over nonsense', withDigest({ format: 'vodflow/plan@1', plan: { steps: [null] } }), /is not what its schema asks for/],
  ['a name that leads out', withDigest(JSON.parse(text.replaceAll('v.f10.mp4', '../v.f10.mp4'))), /is not what its schema asks for/],
]

test.each(refused)('%s', async (_, damaged, says) => {
  const startedAt = performance.now()
  const read = await readPlanText(damaged, "'plan.json'")
  expect(read).toMatchObject({ ok: false, problem: expect.stringMatching(says) })
  expect(read.ok ? '' : read.problem).toMatch(/^'plan.json' [^\n]{1,300}$/u)
  expect(performance.now() - startedAt).toBeLessThan(2000)
})

test('a file of 100 MB, a folder, a file that is not there', async () => {
  const { io } = capturedIo({ cwd: folder, stdin: text })
  writeFileSync(join(folder, 'huge.json'), '')
  truncateSync(join(folder, 'huge.json'), 100_000_000)
  mkdirSync(join(folder, 'folder.json'))
  const problems = await Promise.all(['huge.json', 'folder.json', 'none.json'].map(async (path) => await readPlan(path, io)))
  expect(problems).toEqual([
    { ok: false, problem: "'huge.json' is larger than 64 MiB, which no plan is" },
    { ok: false, problem: "'folder.json' is a folder; give a plan that 'vodflow plan -o' wrote" },
    { ok: false, problem: "'none.json' cannot be read: there is no such file or folder" },
  ])
  expect(await readPlan('-', io)).toMatchObject({ ok: true })
})

test('no change of a single character gets through, and none throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: text.length - 2 }), fc.string({ minLength: 1, maxLength: 1 }), async (at, mark) => {
      const changed = text.slice(0, at) + mark + text.slice(at + 1)
      const read = await readPlanText(changed, "'plan.json'")
      if (read.ok) expect(read.file).toEqual(plan)
    }),
    { numRuns: 200 },
  )
})
