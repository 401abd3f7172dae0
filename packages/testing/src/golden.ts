import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect } from 'vitest'

/** The file holds exactly this text. With VODFLOW_UPDATE_GOLDEN set it is written instead, and the diff is for a person to read. */
export async function expectGolden(path: string, text: string): Promise<void> {
  if (process.env['VODFLOW_UPDATE_GOLDEN']) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    return
  }
  if (!existsSync(path)) expect.fail(`there is no golden file ${path}; npm run golden writes it`)
  expect(text, `differs from ${path}; npm run golden rewrites it`).toBe(await readFile(path, 'utf8'))
}
