import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Action } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtInTemplates } from '../src/index.ts'
import { animated, compile, compiled, cover, key, mark, review, samples, snapshots, sprite, transcode } from './support/compiling.ts'

const text = readFileSync(new URL('../../../grammars/task-graph.schema.json', import.meta.url), 'utf8')
const schema: unknown = JSON.parse(text)
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(Object(schema))

function misfits(graph: unknown): unknown {
  return validate(graph) ? [] : validate.errors
}

const presets = builtInTemplates.filter(({ kind }) => kind === 'transcode').map(({ definition }) => definition)

test('every transcode preset gives a graph that fits', () => {
  const { graph } = compiled([transcode(presets)])
  expect(graph.tasks).toHaveLength(presets.length + 2)
  expect(misfits(graph)).toEqual([])
})

const actions: readonly Action[] = [
  transcode([10, 1100]), transcode([9, 6]), transcode([210, 220], { hlsMasterPlaylist: true, idrAlignment: true }), transcode([230, 20], { watermarks: [150, 151] }),
  { ...transcode([30]), verify: { value: { ssim: 0.95 }, span: transcode([30]).span } },
  transcode([240], { drm: 10 }), samples(10), sprite(10), snapshots(0, 250), cover('Time', 2.5), cover('Percent', 50), animated(), animated(1, 3), review(10), review(20),
]
const templates = [mark(150), mark(151), key(10)]

test('so does every procedure that compiles', () => {
  let fitting = 0
  fc.assert(
    fc.property(fc.subarray([...actions]), fc.integer({ min: -10, max: 10 }), (some, priority) => {
      const result = compile(some, { templates, priority })
      if (!result.ok) return
      fitting += 1
      expect(misfits(result.value.graph)).toEqual([])
    }),
    { numRuns: 300 },
  )
  expect(fitting).toBeGreaterThan(100)
})

test('the schema refuses what is no graph', () => {
  const { graph } = compiled([transcode([10]), samples(10)])
  const [source, probe] = graph.tasks
  expect(validate({ ...graph, format: 'vodflow/task-graph@2' })).toBe(false)
  expect(validate({ ...graph, name: 'Course' })).toBe(false)
  expect(validate({ ...graph, tasks: [source, probe, { ...graph.tasks[2], kind: 'mosaic' }] })).toBe(false)
  expect(validate({ ...graph, tasks: [source, probe, { ...graph.tasks[3], template: {} }] })).toBe(false)
  expect(validate({ ...graph, tasks: [source, probe, { ...graph.tasks[3], path: '/tmp' }] })).toBe(false)
})

test('every property of the schema is described', () => {
  const undescribed: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(value)) {
      if (name === 'properties') {
        for (const [property, described] of Object.entries(Object(member))) {
          if (!/^[A-Z0-9].{4,}\.$/s.test(String(Object(described).description))) undescribed.push(`${path}/${property}`)
        }
      }
      visit(member, `${path}/${name}`)
    }
  }
  visit(schema, '')
  expect(undescribed).toEqual([])
})
