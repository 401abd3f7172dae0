import { expect, test } from 'vitest'
import { codes, compile, located, only, transcode } from '../support/compiling.ts'

const narrow = transcode([10], { override: located({ video: { codec: 'libx265', width: 320, height: 0 } }) })

test('a very flat film is too flat for H.265', () => {
  const diagnostic = only(compile([narrow], { facts: 'width=4000,height=150' }))
  expect(diagnostic).toMatchObject({ code: 'check/impossible-frame', severity: 'warning', params: { definition: 10, width: 320, height: 12, limit: 16, isTooSmall: true } })
})

test('a side that follows from the other can be larger than any encoder takes', () => {
  const tall = transcode([10], { override: located({ video: { width: 0, height: 2160, resolutionSelfAdapting: 'close', bitrate: 0 } }) })
  const found = compile([tall], { facts: 'width=4000,height=500' }).diagnostics.find(({ code }) => code === 'check/impossible-frame')
  expect(found?.params).toMatchObject({ width: 17_280, height: 2160, limit: 16_384, isTooSmall: false })
  expect(codes([tall], { facts: 'width=3700,height=500' })).toEqual(['check/upscaling'])
})

test('near miss: sixteen pixels, the same film in H.264, and a source that is not known', () => {
  expect(codes([narrow], { facts: 'width=4000,height=200' })).toEqual([])
  expect(codes([transcode([10])], { facts: 'width=4000,height=150' })).toEqual([])
  expect(codes([narrow])).toEqual([])
})
