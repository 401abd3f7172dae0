/** A file that ends in the middle: what is added so that the rest can be read is never blamed. */
import { resolve } from 'node:path'
import { openProject } from '@vodflow/project'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '@vodflow/project'

let project: Project | undefined
beforeAll(async () => {
  const opened = await openProject({ directory: import.meta.dirname, builtInProcedures: { folder: resolve(import.meta.dirname, '../../../procedures') } })
  project = opened.ok ? opened.value : undefined
})
afterAll(() => project?.close())

test.each([
  '{ "process": { "transcode": [{ "definition": 20, "override": { "video":',
  '{ "procedures": ，，，99999999999999999999，，，"procedures" ',
  '{\n  "$schema": "a\n  "$schema": "b.json",\n  "name":',
  '{ "process": { "transcode": [{ "definition": 20, "watermark":',
])('%s', async (text) => {
  const found = (await project?.check({ path: 'cut.json', text }, 'unknown')) ?? []
  expect(found).not.toEqual([])
  for (const { code, span } of found) expect([code, span !== undefined && span.end <= text.length]).toEqual([code, true])
})
