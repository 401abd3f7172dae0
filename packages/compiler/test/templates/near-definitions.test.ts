import { expect, test } from 'vitest'
import { builtInTemplates } from '../../src/index.ts'
import { nearDefinitions } from '../../src/templates/near-definitions.ts'

test.each([
  [31, ['30']], [231, ['230']], [203, ['230']], [2300, ['230']], [2200, ['220']], [1004, ['10046', '10047', '10048']], [10_064, ['10046']], [100, ['10', '1100']],
  [23, ['20', '230']], [1046, ['10046']], [10_050, ['10049', '10048', '10047']],
])('%i may have been meant for %j', (wanted, near) => {
  expect(nearDefinitions('transcode', wanted, builtInTemplates)).toEqual(near)
})

test.each([99, 9_999, 5, 8, 1, 55, 123_456, 2])('%i may have been meant for nothing that is known', (wanted) => {
  expect(nearDefinitions('transcode', wanted, builtInTemplates)).toEqual([])
})

test('a number of another kind is not near', () => {
  expect(nearDefinitions('transcode', 20_002, builtInTemplates)).toEqual([])
  expect(nearDefinitions('animatedGraphics', 20_002, builtInTemplates)).toEqual(['20001', '20000'])
})

test('of long numbers one digit is a slip, and the same thousands are none', () => {
  const marks = [403_770, 410_000].map((definition) => ({ kind: 'watermark' as const, definition }))
  expect(nearDefinitions('watermark', 40_377, marks)).toEqual(['403770'])
  expect(nearDefinitions('watermark', 409_123, marks)).toEqual([])
})
