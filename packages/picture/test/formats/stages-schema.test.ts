/** grammars/stages.schema.json is what is really written as JSON, and nothing else. */
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { spanOf } from '@vodflow/core'
import { graphPicture, stagesJson } from '@vodflow/picture'
import { expect, test } from 'vitest'
import { cover, gate, graphOf, hls, master, review } from '../tasks.ts'

const root = resolve(import.meta.dirname, '../../../..')
const read = (path: string): object => JSON.parse(readFileSync(join(root, path), 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true })
ajv.addSchema(read('grammars/task-graph.schema.json'), 'task-graph.schema.json')
const schema = read('grammars/stages.schema.json')
const validate = ajv.compile(schema)
const misfits = (stages: unknown): unknown => (validate(stages) ? [] : validate.errors)

const file = { path: 'a.lua', text: 'x'.repeat(20) }
const renditions = [hls(210, review), hls(220, review)]
const graph = { ...graphOf(review, cover(1, review, gate), ...renditions, master(...renditions)), notifyMode: 'Change' as const }
const picture = graphPicture({
  graph, title: 'A', origins: new Map([[cover(1).id, spanOf(file, 0, 5)]]),
  diagnostics: [
    { code: 'check/x', severity: 'error', message: 'it is wrong', span: spanOf(file, 0, 5) }, { code: 'call/y-2', severity: 'warning', message: 'all is' },
    { code: 'call/z', severity: 'info', message: 'by the way' },
  ],
})
const stages = JSON.parse(JSON.stringify(stagesJson(graph, picture)))

const examples = 'procedures/examples'
test.each(readdirSync(join(root, examples)))('the stages of %s fit', (topic) => {
  expect(misfits(read(join(examples, topic, 'stages.json')))).toEqual([])
})

test('so do conditions, problems, and what the graph says besides its tasks', () => {
  expect(stages).toMatchObject({ notifyMode: 'Change', problems: [{ tasks: [] }, { tasks: [] }, { tasks: ['coverBySnapshot.1'], place: 'a.lua:1:1' }] })
  expect(misfits(stages)).toEqual([])
})

test('it refuses what is something else', () => {
  const [stage] = stages.stages
  const [edge] = stages.edges
  const others: readonly object[] = [
    { ...stages, format: 'vodflow/stages@2' }, { ...stages, extra: 1 }, { ...stages, digest: 'x' }, { ...stages, notifyMode: 'Finish' },
    { ...stages, stages: [{ ...stage, stage: 'publish' }] }, { ...stages, stages: [{ ...stage, tasks: [] }] }, { ...stages, stages: [{ ...stage, tasks: [{ kind: 'mosaic' }] }] },
    { ...stages, edges: [{ ...edge, to: 1 }] }, { ...stages, edges: [{ ...edge, suggestion: ['maybe'] }] }, { ...stages, problems: [{ severity: 'fatal' }] },
  ]
  for (const other of others) expect(validate(other), JSON.stringify(other).slice(0, 80)).toBe(false)
})

test('every property is described', () => {
  const undescribed: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(value)) {
      for (const [key, property] of name === 'properties' ? Object.entries(Object(member)) : []) {
        if (!/^[A-Z].{4,}\.$/.test(String(Object(property).description))) undescribed.push(`${path}/${key}`)
      }
      visit(member, `${path}/${name}`)
    }
  }
  visit(schema, '')
  expect(undescribed).toEqual([])
})
