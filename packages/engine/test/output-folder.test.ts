import { openOutput, type Output } from '@vodflow/engine'
import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshPlace } from './fixture.ts'

async function codesOf(folder: string, force = false): Promise<readonly string[]> {
  const opened = await openOutput(folder, { force })
  if (opened.ok) await opened.value.close()
  return opened.diagnostics.map(({ code }) => code)
}

async function opened(folder: string): Promise<Output> {
  const output = await openOutput(folder)
  return output.ok ? output.value : expect.fail(output.diagnostics[0]?.message)
}

test('a folder that is not there is made, and gone again if nothing came of it', async () => {
  const { folder } = await freshPlace()
  const output = await opened(join(folder, 'deep', 'er', 'out'))
  expect(existsSync(join(folder, 'deep', 'er', 'out', '.vodflow'))).toBe(true)
  await output.close()
  expect(await readdir(folder)).toEqual(['film.mp4'])
})

test('an empty folder that was there stays', async () => {
  const { out } = await freshPlace()
  await mkdir(out)
  await (await opened(out)).close()
  expect(await readdir(out)).toEqual([])
})

test('a folder with other things in it is refused unless forced', async () => {
  const { out } = await freshPlace()
  await mkdir(out)
  await writeFile(join(out, 'mine.txt'), '')
  expect(await codesOf(out)).toEqual(['run/folder-not-empty'])
  expect(await readdir(out)).toEqual(['mine.txt'])
  expect(await codesOf(out, true)).toEqual([])
})

test('what is no folder, or cannot be made, is one clear sentence', async () => {
  const { folder, out, source } = await freshPlace()
  expect(await codesOf(source)).toEqual(['run/folder-not-a-folder'])
  expect(await codesOf(join(source, 'under a file'))).toEqual(['run/folder-not-writable'])
  expect(await codesOf(join(folder, 'x'.repeat(300)))).toEqual(['run/folder-not-writable'])
  expect(await codesOf('a\0b')).toEqual(['run/folder-not-writable'])
  await mkdir(out)
  await symlink(folder, join(out, '.vodflow'))
  expect(await codesOf(out)).toEqual(['run/folder-not-a-folder'])
})

test.skipIf(process.platform !== 'linux')('a folder that may not be written to is one clear sentence', async () => {
  expect(await codesOf('/proc/vodflow')).toEqual(['run/folder-not-writable'])
})

test('a folder is held by one at a time', async () => {
  const { out } = await freshPlace()
  const first = await opened(out)
  expect(await codesOf(out)).toEqual(['run/folder-in-use'])
  await first.close()
  expect(await codesOf(out)).toEqual([])
})

test('records that cannot be read are named, and the folder is free again', async () => {
  const { out } = await freshPlace()
  await mkdir(join(out, '.vodflow'), { recursive: true })
  await writeFile(join(out, '.vodflow', 'run.jsonl'), '{"format":"vodflow/run@9"}\n')
  expect(await codesOf(out)).toEqual(['run/log-unknown'])
  expect(await readdir(join(out, '.vodflow'))).toEqual(['run.jsonl'])
})
