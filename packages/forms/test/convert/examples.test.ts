/** Every worked example, from each of its spellings to each form: the same graph, or everything that stands in the way, by name. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { targets } from '../../src/index.ts'
import { Workshop } from './support.ts'

const examples = resolve(import.meta.dirname, '../../../../procedures/examples')

describe.each(readdirSync(examples))('%s', (topic) => {
  test('keeps its graph in every form that can say it', async () => {
    const workshop = await Workshop.open(topic)
    try {
      const assumed = Object.entries(JSON.parse(readFileSync(join(examples, topic, 'assume.json'), 'utf8')) as object)
      const assume = assumed.map(([key, value]) => `${key}=${String(value)}`).join(',')
      const call = readFileSync(join(examples, topic, 'call.txt'), 'utf8').trim()
      const spellings = [call.startsWith('QCVB') ? call : `./${call}`, ...(call.startsWith('QCVB') ? ['./procedure.lua()'] : []), './procedure.json()']
      for (const spelling of spellings) {
        const graph = await workshop.digest(spelling, assume)
        expect(graph).toBeDefined()
        for (const target of targets) {
          const result = await workshop.convert(spelling, target, assume)
          if (result.ok) {
            expect(result.value.digest).toBe(graph)
            const again = target === 'call' ? result.value.text.trim() : await workshop.put(target === 'lua' ? 'lua' : 'json', result.value.text)
            expect(await workshop.digest(again, assume)).toBe(graph)
          } else {
            const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
            expect(errors.every(({ code, span }) => /^convert\/(?:action|field)$/u.test(code) && span !== undefined)).toBe(true)
            expect(target).toMatch(/^(?:call|procedure-template)$/u)
          }
        }
      }
    } finally {
      await workshop.close()
    }
  }, 60_000)

  test('in JSON becomes a script that chooses as it does', async () => {
    const workshop = await Workshop.open(topic)
    try {
      const result = await workshop.convert('./procedure.json', 'lua')
      expect([result.ok, result.diagnostics]).toEqual([true, []])
    } finally {
      await workshop.close()
    }
  }, 60_000)
})
