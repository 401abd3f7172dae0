// Runs every package's generate.mjs: what is made from other sources (compiled schemas, the Lua worker) lands in src/generated/.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { withLock } from './lock.mjs'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))

/** Safe when two start at once: a test run and a first `npx vodflow`, say. */
export async function generate() {
  await withLock(join(packages, 'cli/dist/.generating'), async () => {
    for (const name of readdirSync(packages).toSorted()) {
      const script = join(packages, name, 'generate.mjs')
      if (existsSync(script)) await (await import(pathToFileURL(script).href)).generate()
    }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
