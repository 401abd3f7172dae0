// The schemas and the Lua API as an editor shows them become part of the program.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const grammars = fileURLToPath(new URL('../../grammars/', import.meta.url))
const output = fileURLToPath(new URL('src/generated/grammars.ts', import.meta.url))

export async function generate() {
  const schema = (name) => JSON.stringify(JSON.parse(readFileSync(join(grammars, `${name}.schema.json`), 'utf8')))
  const text = [
    '// Made by packages/lsp/generate.mjs from grammars/.',
    `export const luaApiText = ${JSON.stringify(readFileSync(join(grammars, 'vodflow.lua'), 'utf8'))}`,
    ...['procedure', 'template', 'config'].map((name) => `export const ${name}Schema: unknown = JSON.parse(${JSON.stringify(schema(name))})`),
    '',
  ].join('\n')
  mkdirSync(join(output, '..'), { recursive: true })
  writeFileSync(output, text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
