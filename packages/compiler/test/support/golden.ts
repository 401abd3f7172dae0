import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** Holds a committed file, named from the root of the repository, against what the code says; VODFLOW_UPDATE_GOLDEN=1 writes it. */
export function expectGolden(path: string, text: string): void {
  const file = fileURLToPath(new URL(`../../../../${path}`, import.meta.url))
  if (process.env['VODFLOW_UPDATE_GOLDEN']) writeFileSync(file, text)
  expect(readFileSync(file, 'utf8'), `${path} is out of date; set VODFLOW_UPDATE_GOLDEN=1 to write it`).toBe(text)
}
