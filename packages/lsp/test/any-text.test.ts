import * as fc from 'fast-check'
import { createFrontEnds, defaultFrontEnds, openWorkbench, type FileKind } from '@vodflow/project'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { codeActions } from '../src/features/code-actions.ts'
import { complete } from '../src/features/complete.ts'
import { definition } from '../src/features/definition.ts'
import { hover } from '../src/features/hover.ts'
import { renamable } from '../src/features/rename.ts'
import { symbols } from '../src/features/symbols.ts'
import { tokensOf } from '../src/lua/tokens.ts'
import type { Opened } from '../src/session.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-lsp-any-')))
const frontEnds = createFrontEnds(defaultFrontEnds)
afterAll(async () => {
  await frontEnds.close()
  rmSync(root, { recursive: true, force: true })
})
const loaders = { '.lua': () => frontEnds.of('.lua'), '.json': () => frontEnds.of('.json') }
const workbench = openWorkbench(root, { builtInProcedures: [], frontEnds: loaders, unsaved: new Map() })

const pieces = [
  '{', '}', '[', ']', '(', ')', '"', "'", ',', ':', '.', '=', '--', '--[[', ']]', '\n', '\r\n', ' ', '\u{1f3ac}', '课程', '\ud83c', '\\', '#',
  '"process"', '"transcode"', '"definition"', '"param"', '"override"', '"kind"', '"extends"', '"when"', 'source', 'params', '10', '-1', '1e9', 'true', 'null',
  'TranscodeAction', ':new', 'transcodeDefinition', 'file', 'mediaInfo', 'metaData', 'function', 'CreateProcedure', 'self', 'local t', ' in ipairs(', 'or', 'QCVB_SimpleProcessFile',
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))
const file = fc.constantFrom<readonly [string, FileKind]>(['a.json', 'procedure'], ['a.lua', 'procedure'], ['a.call', 'calls'], ['t.json', 'template'], ['vodflow.config.json', 'config'], ['a.test.json', 'test'])

test('nothing that a text can be makes a feature throw, and every range is in the text', async () => {
  const bench = await workbench
  if (bench === undefined) throw new Error('the folder cannot be opened')
  await fc.assert(fc.asyncProperty(text, file, fc.nat(400), async (written, [name, kind], at) => {
    const offset = Math.min(at, written.length)
    const opened: Opened = { uri: '', version: 1, text: written, path: join(root, name), workbench: bench, kind }
    const items = await complete(opened, offset)
    const note = await hover(opened, offset)
    await definition(opened, offset)
    await codeActions(opened, [], 0, written.length)
    const use = await renamable(opened, offset)
    const ranges = [...items, ...(note ? [note] : []), ...('refused' in use ? [] : [use]), ...symbols(opened)]
    for (const { start, end } of ranges) expect(0 <= start && start <= end && end <= written.length).toBe(true)
    for (const item of items) expect(item.start <= offset && offset <= item.end).toBe(true)
  }), { numRuns: 1000, seed: 20 })
}, 60_000)

test('the marks of a text are the text, in its order', () => {
  fc.assert(fc.property(text, (written) => {
    const tokens = tokensOf(written)
    for (const { start, end, text: mark } of tokens) expect(written.slice(start, end)).toBe(mark)
    const between = [0, ...tokens.map(({ end }) => end)].map((from, index) => written.slice(from, tokens[index]?.start ?? written.length))
    expect(between.join('').trim()).toBe('')
  }), { numRuns: 1000, seed: 21 })
})
