// The built-in procedures become part of the program: `npx vodflow` must find them wherever it is started. Schemas become validators.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileSchema } from '../frontend-json/compile-schema.mjs'

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
  await compileSchema({
    schemaFile: grammar('plan'), others: [grammar('task-graph')], exported: { graphSchema: 'task-graph.schema.json' }, brief: true,
    outFile: generated('plan-schema.ts'), name: 'planSchema', validatorType: '../plan/schema-validator.ts',
  })
  for (const kind of ['prices', 'recordings', 'sources']) {
    await compileSchema({ schemaFile: grammar(kind), outFile: generated(`${kind}-schema.ts`), name: `${kind}Schema`, validatorType: '@vodflow/frontend-json' })
  }
}

const grammar = (kind) => fileURLToPath(new URL(`../../grammars/${kind}.schema.json`, import.meta.url))
const generated = (name) => fileURLToPath(new URL(`src/generated/${name}`, import.meta.url))

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
