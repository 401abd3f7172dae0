/** What we ship as an example of a procedure is in the style that vodflow fmt writes. */
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

test('our own procedures, templates and tests are formatted', async () => {
  const { status, stdout } = await runVodflow(['fmt', '--check', '--json', resolve(import.meta.dirname, '../procedures')])
  expect(status).toBe(0)
  const { changed, unchanged }: { readonly changed: readonly unknown[]; readonly unchanged: number } = JSON.parse(stdout)
  expect(changed).toEqual([])
  expect(unchanged).toBeGreaterThanOrEqual(20)
})
