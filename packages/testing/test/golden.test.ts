import { expectGolden } from '@vodflow/testing'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

test('a golden file is written when asked for, and compared otherwise', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'vodflow-golden-')), 'deep', 'plan.txt')
  vi.stubEnv('VODFLOW_UPDATE_GOLDEN', '')
  await expect(expectGolden(path, 'one\n')).rejects.toThrow('there is no golden file')
  vi.stubEnv('VODFLOW_UPDATE_GOLDEN', '1')
  await expectGolden(path, 'one\n')
  expect(await readFile(path, 'utf8')).toBe('one\n')
  vi.stubEnv('VODFLOW_UPDATE_GOLDEN', '')
  await expectGolden(path, 'one\n')
  await expect(expectGolden(path, 'two\n')).rejects.toThrow('differs')
})
