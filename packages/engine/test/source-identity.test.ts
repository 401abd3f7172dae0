import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { identifySource } from '../src/source-identity.ts'

const folder = mkdtempSync(join(tmpdir(), 'vodflow-identity-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file is known by its size, its time and its ends', async () => {
  const path = join(folder, 'a.mp4')
  writeFileSync(path, 'abc')
  expect(await identifySource(path)).toMatchObject({ sizeBytes: 3, sha256OfEnds: expect.stringMatching(/^[0-9a-f]{64}$/) })
})

test('a folder and a missing file have no identity', async () => {
  expect(await identifySource(folder)).toBeUndefined()
  expect(await identifySource(join(folder, 'none.mp4'))).toBeUndefined()
})

test.skipIf(process.platform === 'win32')('a pipe without a writer is no file, and is not waited for', async () => {
  const path = join(folder, 'pipe.mp4')
  execFileSync('mkfifo', [path])
  // The writer frees an open that waits, so that the test fails rather than hangs.
  const writer = setTimeout(() => execFileSync('sh', ['-c', `: > '${path}' &`]), 1500)
  const startedAt = performance.now()
  expect(await identifySource(path)).toBeUndefined()
  clearTimeout(writer)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
