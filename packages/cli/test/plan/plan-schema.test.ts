/** grammars/plan.schema.json is what real plans are, and nothing else; the compiled one says the same. */
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { planSchema } from '../../src/generated/plan-schema.ts'
import { exampleOf, somePlan } from './some-plan.ts'

const root = resolve(import.meta.dirname, '../../../..')
const grammar = (name: string): object => JSON.parse(readFileSync(join(root, 'grammars', name), 'utf8'))
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true })
ajv.addSchema(grammar('task-graph.schema.json'), 'task-graph.schema.json')
const validate = ajv.compile(grammar('plan.schema.json'))

const examples = join(root, 'procedures/examples')

test.each(readdirSync(examples))('the plan of %s fits', async (topic) => {
  const { call, assume } = exampleOf(join(examples, topic))
  const plan: unknown = JSON.parse(JSON.stringify(await somePlan(call, assume, join(examples, topic))))
  expect(validate(plan) ? [] : validate.errors).toEqual([])
  expect(planSchema(plan)).toBe(true)
})

const calls = [
  'QCVB_SimpleProcessFile({9,6,1100,1010},0,10,10)', 'QCVB_SimpleProcessFile({210,220,230},0,10,10)', 'QCVB_ProcessUGCFile({10}, 0, 10, 10)',
]
test.each(calls)('the plan of %s fits', async (call) => {
  for (const assume of ['duration=60', 'duration=60,video=none', 'duration=60,audio=none', 'duration=9,video.colour.transfer=smpte2084,fps=30000/1001']) {
    const plan: unknown = JSON.parse(JSON.stringify(await somePlan(call, assume)))
    expect(validate(plan) ? [] : validate.errors).toEqual([])
  }
})

test('it refuses what is no plan', async () => {
  const plan = await somePlan()
  const [step] = plan.plan.steps
  const others: readonly object[] = [
    { ...plan, format: 'vodflow/plan@2' }, { ...plan, call: 1 }, { ...plan, extra: 1 }, { ...plan, digest: 'x' }, { ...plan, graph: {} },
    { ...plan, plan: { ...plan.plan, steps: [{ ...step, id: '../x' }] } }, { ...plan, basis: { ...plan.basis, ffmpeg: {} } },
  ]
  for (const other of others) {
    expect(validate(other)).toBe(false)
    expect(planSchema(other)).toBe(false)
  }
})

test('every property is described', () => {
  const undescribed: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(value)) {
      if (name === 'properties') {
        for (const [key, property] of Object.entries(Object(member))) {
          const described: unknown = Object(property).description ?? Object(property).$ref
          if (typeof described !== 'string' || described === '') undescribed.push(`${path}/${key}`)
        }
      }
      visit(member, `${path}/${name}`)
    }
  }
  visit(grammar('plan.schema.json'), '')
  expect(undescribed).toEqual([])
})
