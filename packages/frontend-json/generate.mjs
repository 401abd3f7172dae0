import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileSchema } from './compile-schema.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

export async function generate() {
  const schemaFile = here('../../grammars/procedure.schema.json')
  if (!existsSync(schemaFile)) return
  await compileSchema({
    schemaFile,
    outFile: here('src/generated/procedure-schema.ts'),
    name: 'procedureSchema',
    validatorType: '../document/index.ts',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
