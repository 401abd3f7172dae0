#!/usr/bin/env node
// Loads the one-file build. In a clone it is made first, where it is missing or older than its sources.
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const bundle = fileURLToPath(new URL('../dist/vodflow.cjs', import.meta.url))
const tools = new URL('../../../tools/', import.meta.url)

// The published package has no tools beside it, and its build is complete.
if (existsSync(new URL('stale.mjs', tools))) await bringUpToDate()
module.enableCompileCache?.()
createRequire(import.meta.url)(bundle)

async function bringUpToDate() {
  const { isStale } = await import(new URL('stale.mjs', tools).href)
  if (!isStale(fileURLToPath(new URL('../', tools)), bundle)) return
  const notice = setTimeout(() => process.stderr.write('vodflow: building, once …\n'), 1500)
  try {
    const { build } = await import(new URL('build.mjs', tools).href)
    await build({ onlyIfStale: true })
  } catch (error) {
    process.stderr.write(`vodflow: the build failed; run 'npm ci' in the clone, then try again (${String(error.message).split('\n')[0]})\n`)
    process.exit(70)
  } finally {
    clearTimeout(notice)
  }
}
