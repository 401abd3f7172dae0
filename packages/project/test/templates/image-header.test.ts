import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readImageHeader } from '../../src/templates/image-header.ts'

/** SOI, APP0 of 4 bytes, then the frame header `sof` of a 300×200 picture. */
function jpeg(sof: number): Uint8Array {
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, sof, 0, 17, 8, 0, 200, 1, 44, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

test.each([
  ['baseline', 0xc0],
  ['progressive', 0xc2],
])('the size of a %s JPG', (_, sof) => {
  expect(readImageHeader(jpeg(sof))).toEqual({ format: 'jpg', width: 300, height: 200 })
})

test('a Huffman table is not a frame header', () => {
  expect(readImageHeader(jpeg(0xc4))).toBe('damaged')
})

test('a GIF is unknown whatever it is called', () => {
  expect(readImageHeader(new TextEncoder().encode('GIF89a and more'))).toBe('unknown')
})

test('no bytes make it throw or hang', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], []), (tail, head) => {
      const found = readImageHeader(Uint8Array.from([...head, ...tail]))
      expect(typeof found === 'string' || (found.width > 0 && found.height > 0)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
