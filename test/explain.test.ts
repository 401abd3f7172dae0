/** `vodflow explain` as its users start it: the pages are in a file beside the bundle. */
import { tmpdir } from 'node:os'
import { allExplanations } from '@vodflow/core'
import { expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

test('every page is there, wherever it is started', { timeout: 120_000 }, async () => {
  const { status, stdout, stderr } = await runVodflow(['explain', '--json'], { cwd: tmpdir() })
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')])
  const codes = (await allExplanations()).map(({ code }) => code)
  expect(JSON.parse(stdout).map(({ code }: { readonly code: string }) => code).toSorted()).toEqual(codes.toSorted())
  const one = await runVodflow(['explain', 'template/cycle'], { cwd: tmpdir() })
  expect([one.status, one.stdout]).toEqual([0, expect.stringContaining('templates/day.json:1:54: error: ')])
  expect((await runVodflow(['explain', 'template/cicle'], { cwd: tmpdir() })).status).toBe(2)
})
