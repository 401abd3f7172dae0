// The schemas of the project's own files become validators: grammars/config.schema.json, template.schema.json and test.schema.json.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileSchema } from '../frontend-json/compile-schema.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

export async function generate() {
  for (const kind of ['config', 'template', 'test']) {
    const schemaFile = here(`../../grammars/${kind}.schema.json`)
    if (!existsSync(schemaFile)) continue
    await compileSchema({
      schemaFile,
      outFile: here(`src/generated/${kind}-schema.ts`),
      name: `${kind}Schema`,
      validatorType: '@vodflow/frontend-json',
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
