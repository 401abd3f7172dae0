import { optimiserPasses } from '@vodflow/core'
import { expect, test } from 'vitest'
import { animation, choices, cover, film, planOf, samples, sprite, transcode, untallied, workOf } from './fixtures.ts'

const tasks = [transcode(10, { video: { width: 320 } }), transcode(20), transcode(30, { video: { width: 1280 } }), cover('Time', 6), samples('Percent', 10), sprite(), animation('gif')]

test('without any pass each task has one process of its own, but for what needs two', () => {
  const plan = planOf(tasks, film(), optimiserPasses)
  expect(plan.steps.map(({ id, covers }) => [id, covers])).toEqual(tasks.map(({ id }) => [id, [id]]))
  expect(plan.steps.map(({ work }) => work.type === 'ffmpeg' && work.commands.length)).toEqual([1, 1, 1, 1, 1, 2, 2])
  expect(plan.without).toEqual(optimiserPasses)
  expect(plan.steps.flatMap(choices)).toEqual(['separate'])
})

test('a plan of all passes does not speak of any', () => {
  expect(planOf(tasks).without).toBeUndefined()
})

test.each(optimiserPasses)('without %s the same files come out', (pass) => {
  const outputs = planOf(tasks, film(), [pass]).steps.flatMap((step) => workOf(step).outputs)
  const all = planOf(tasks).steps.flatMap((step) => workOf(step).outputs)
  // How a sheet is counted while it is put together is no part of what comes out.
  const inOrder = (list: typeof all): typeof all => list.map((output) => (output.kind === 'sprite' ? untallied(output) : output)).toSorted((a, b) => a.task.localeCompare(b.task))
  expect(inOrder(outputs)).toEqual(inOrder(all))
})

test('each pass leaves its mark on the plan, and none without it', () => {
  const made = new Map([
    ['fuse', 'fuse'], ['cascade', 'cascade'], ['zimg', 'zimg'], ['shareAudio', 'share'], ['sharePictures', 'reuse'],
  ] as const)
  const all = planOf(tasks).steps.flatMap(choices)
  for (const [pass, choice] of made) {
    expect(all).toContain(choice)
    const without = planOf(tasks, film(), pass === 'fuse' ? ['fuse', 'beside'] : [pass]).steps.flatMap(choices)
    expect(without).not.toContain(choice)
  }
})

test('without cascade every size is scaled from the source', () => {
  const args = workOf(planOf([transcode(10, { video: { width: 320 } }), transcode(20)], film(), ['cascade']).steps[0]).commands[0]?.args ?? []
  expect(args[args.indexOf('-filter_complex') + 1]).toContain('split=2[s0][s1];[s0]scale=640')
})

test('a size that is scaled from one as large as the source tells no reason', () => {
  const told = [640, 1920].map((width) => planOf([transcode(10, { video: { width: 320 } }), transcode(20, { video: { width, height: 0 } })], film()).steps.flatMap(choices).includes('cascade'))
  expect(told).toEqual([true, false])
})

test('without beside pictures are made apart, without seek by one pass', () => {
  const pictures = planOf([transcode(20), cover('Time', 50)], film(), ['beside', 'seek']).steps.find(({ id }) => id === 'pictures')
  const args = workOf(pictures).commands[0]?.args ?? []
  expect(args).not.toContain('-ss')
  expect(workOf(planOf([transcode(20), cover('Time', 50)], film(), ['beside']).steps.find(({ id }) => id === 'pictures')).commands[0]?.args).toContain('-ss')
})
