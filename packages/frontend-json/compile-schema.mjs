// JSON Schema to a TypeScript module that checks values without ajv: at run time ajv costs more than all the rest of the program.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A string beside any keyword: what the value must be, in words, for messages ("'name' must be <x-expected>, found …"). */
const annotations = ['x-expected']

const read = (file) => withoutIgnores(JSON.parse(readFileSync(file, 'utf8')))

/**
 * Writes `outFile`, which exports `name: SchemaValidator`, if it is older than `schemaFile` or this file.
 * `validatorType` is the module that the type SchemaValidator comes from, as `outFile` must spell it; `others` are schemas that
 * this one refers to by their file names, and by those names in `exported` they are exported too; `brief`: stop at the first error
 * and say only where it is, in a third of the code.
 */
export async function compileSchema({ schemaFile, outFile, name, validatorType, others = [], exported = {}, brief = false }) {
  if (isUpToDate(outFile, [schemaFile, ...others, fileURLToPath(import.meta.url)])) return
  const code = await bundled(await standaloneCode(read(schemaFile), others.map((file) => [basename(file), read(file)]), { validate: 'validate', ...exported }, brief))
  const text = [
    '// @ts-nocheck Made by compile-schema.mjs; never edit it.',
    `import type { SchemaValidator } from '${validatorType}'`,
    `${code.trim()}`,
    `export const ${name}: SchemaValidator = compiled.validate`,
    ...Object.keys(exported).map((other) => `export const ${other}: SchemaValidator = compiled.${other}`),
    '',
  ].join('\n')
  mkdirSync(dirname(outFile), { recursive: true })
  // By rename, because two test runs may generate at the same time.
  const temporary = `${outFile}.${process.pid}`
  writeFileSync(temporary, text)
  renameSync(temporary, outFile)
}

/** A member `x-ignore` is taken out of a value before it is held against its schema, and is written there for editors alone. */
function withoutIgnores(node) {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return Array.isArray(node) ? node.map(withoutIgnores) : node
  return Object.fromEntries(Object.entries(node).flatMap(([key, value]) => (key === '^x-ignore$' ? [] : [[key, withoutIgnores(value)]])))
}

function isUpToDate(outFile, inputs) {
  if (!existsSync(outFile)) return false
  const made = statSync(outFile).mtimeMs
  return inputs.every((input) => statSync(input).mtimeMs < made)
}

async function standaloneCode(schema, others, exported, brief) {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const { default: standalone } = await import('ajv/dist/standalone/index.js')
  const ajv = new Ajv2020({
    strict: true, strictRequired: false, allErrors: !brief, verbose: !brief, messages: !brief, allowUnionTypes: true, inlineRefs: false,
    code: { source: true, esm: true },
  })
  for (const keyword of annotations) ajv.addKeyword({ keyword, schemaType: 'string' })
  for (const [file, other] of others) ajv.addSchema(other, file)
  ajv.addSchema(schema, 'validate')
  return (standalone.default ?? standalone)(ajv, exported)
}

/** ajv's code still requires its run-time helpers; esbuild puts them inside. */
async function bundled(contents) {
  const { build } = await import('esbuild')
  const result = await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: 'js' },
    bundle: true, minify: true, write: false, format: 'iife', globalName: 'compiled', platform: 'neutral', target: 'es2022', charset: 'utf8',
    mainFields: ['module', 'main'],
  })
  return result.outputFiles[0].text
}
