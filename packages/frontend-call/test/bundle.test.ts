import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('what is bundled of this package is ASCII, since the program is read as Latin-1', async () => {
  const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: 'cjs', packages: 'external', write: false })
  const text = outputFiles.map((file) => file.text).join('')
  expect(text.length).toBeGreaterThan(1000)
  expect(Array.from(text.matchAll(/[^\u0000-\u007f]/gu), ({ 0: character }) => character)).toEqual([])
})
