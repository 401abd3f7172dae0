import { defaultConfig, optimiserPasses } from '@vodflow/core'
import { expect, test } from 'vitest'
import { planOptions, withMemory, withoutPasses } from '../../src/plan/plan-options.ts'

const plain = planOptions(defaultConfig)

test('a config without passes to leave out says nothing of them', () => {
  expect(plain).toEqual({ speed: 'veryfast' })
})

test('--without names passes, once each and in their order, beside those of the config', () => {
  const config = { ...defaultConfig, optimiser: { without: ['seek'] } } as const
  expect(withoutPasses(planOptions(config), 'cascade, fuse,cascade')).toEqual({ speed: 'veryfast', without: ['fuse', 'seek', 'cascade'] })
  expect(withoutPasses(plain, 'all')).toEqual({ speed: 'veryfast', without: [...optimiserPasses] })
  expect(withoutPasses(plain, undefined)).toBe(plain)
})

test.each([
  ['fuze', "--without names 'fuze', which is no pass of the optimiser; did you mean 'fuse'?"],
  ['', `--without names '', which is no pass of the optimiser; they are ${optimiserPasses.join(', ')}, or 'all' alone`],
  ['all,fuse', `--without names 'all', which is no pass of the optimiser; they are ${optimiserPasses.join(', ')}, or 'all' alone`],
  ['fuse,quux', `--without names 'quux', which is no pass of the optimiser; they are ${optimiserPasses.join(', ')}, or 'all' alone`],
])('--without %j is refused', (given, sentence) => {
  expect(withoutPasses(plain, given)).toBe(sentence)
})

test('--memory is a size', () => {
  expect(withMemory(plain, '1.5G')).toEqual({ speed: 'veryfast', memoryMiB: 1536 })
  expect(withMemory(plain, undefined)).toBe(plain)
  for (const wrong of ['', '2', '2T', '100M', '2000G', 'G', '-1G']) expect(withMemory(plain, wrong)).toBe(`--memory is '${wrong}'; it must be from 256M to 1024G, such as 900M or 2G`)
})
