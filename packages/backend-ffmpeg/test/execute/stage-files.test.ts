import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stageFiles } from '../../src/execute/stage-files.ts'

const root = mkdtempSync(join(tmpdir(), 'vodflow-stage-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const from = join(root, "it's a [logo].png")
writeFileSync(from, 'picture')
const sha256 = createHash('sha256').update('picture').digest('hex')

test('a file is copied under its plain name', async () => {
  expect(await stageFiles([{ from, to: 'watermark0.png', sha256 }], root)).toBeUndefined()
  expect(readFileSync(join(root, 'watermark0.png'), 'utf8')).toBe('picture')
})

test('one that is gone, or another than it was, is a named failure', async () => {
  expect(await stageFiles([{ from: `${from}x`, to: 'a.png', sha256 }], root)).toEqual({ reason: 'source-vanished', detail: `'${from}x' cannot be read (ENOENT)` })
  expect(await stageFiles([{ from, to: 'b.png', sha256: 'aa' }], root)).toEqual({ reason: 'source-vanished', detail: `'${from}' is not what it was when the plan was made` })
})
