import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOfFile } from '../src/file-digest.ts'
import { identifySource } from '../src/source-identity.ts'

const folder = mkdtempSync(join(tmpdir(), 'vodflow-digest-'))
const hex = (algorithm: string, ...parts: readonly Buffer[]): string => parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest('hex')

// Around a piece, the end of a piece, and the two ends that meet, overlap or stand apart.
test.each([0, 1, 4095, 262_144, 262_145, 1_048_576, 1_048_577, 2_000_000, 3_333_333])('%i bytes are digested as they are', async (size) => {
  const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * 7 + (at >> 11)) % 251))
  const path = join(folder, `${size}.bin`)
  writeFileSync(path, bytes)
  expect(await digestOfFile(path, 'md5')).toBe(hex('md5', bytes))
  expect(await digestOfFile(path, 'sha256')).toBe(hex('sha256', bytes))
  expect(await identifySource(path)).toMatchObject({ sizeBytes: size, sha256OfEnds: hex('sha256', bytes.subarray(0, 1_048_576), bytes.subarray(Math.max(0, size - 1_048_576))) })
})

test('what cannot be read has no digest, and one that is asked to stop none either', async () => {
  expect(await digestOfFile(join(folder, 'missing'), 'md5')).toBeUndefined()
  expect(await digestOfFile(folder, 'md5')).toBeUndefined()
  writeFileSync(join(folder, 'whole'), 'whole')
  expect(await digestOfFile(join(folder, 'whole'), 'md5', AbortSignal.abort())).toBeUndefined()
})
