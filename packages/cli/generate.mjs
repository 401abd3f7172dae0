// The built-in procedures become part of the program: `npx vodflow` must find them wherever it is started.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const procedures = fileURLToPath(new URL('../../procedures/', import.meta.url))
const output = fileURLToPath(new URL('src/generated/built-in-procedures.ts', import.meta.url))

export async function generate() {
  const names = readdirSync(procedures).filter((name) => /\.(lua|json)$/.test(name)).toSorted()
  const files = names.map((name) => ({ path: `built-in:${name}`, text: readFileSync(join(procedures, name), 'utf8') }))
  const text = [
    '// Made by packages/cli/generate.mjs from procedures/.',
    "import type { SourceFile } from '@vodflow/core'",
    '',
    `export const builtInProcedures: readonly SourceFile[] = ${JSON.stringify(files, undefined, 2)}`,
    '',
  ].join('\n')
  mkdirSync(join(output, '..'), { recursive: true })
  writeFileSync(output, text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
