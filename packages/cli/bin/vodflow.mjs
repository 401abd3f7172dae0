#!/usr/bin/env node
// Loads the one-file build. In a clone it is made first, where it is missing or older than its sources.
import { accessSync, constants, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const bundle = here('../dist/vodflow.cjs')
const require = createRequire(bundle)

// The published package has no tools beside it, and its build is complete.
if (existsSync(here('../../../tools/stale.cjs'))) await bringUpToDate()
load()

async function bringUpToDate() {
  const { isStale } = require(here('../../../tools/stale.cjs'))
  if (!isStale(here('../../../'), bundle)) return
  const notice = setTimeout(() => process.stderr.write('vodflow: building, once …\n'), 1500)
  try {
    const { build } = await import(new URL('../../../tools/build.mjs', import.meta.url).href)
    await build({ onlyIfStale: true })
  } catch (error) {
    process.stderr.write(`vodflow: the build failed; run 'npm ci' in the clone, then try again (${String(error.message).split('\n')[0]})\n`)
    process.exit(70)
  } finally {
    clearTimeout(notice)
  }
}

/** Compiling the bundle costs more than running it, so what V8 made of it is kept: by node itself, or beside the bundle by us. */
function load() {
  if (module.enableCompileCache !== undefined) {
    module.enableCompileCache()
    require(bundle)
    return
  }
  const { size, mtimeMs } = statSync(bundle)
  const cacheFile = `${bundle}.${process.version}-${process.arch}-${size}-${mtimeMs}.cache`
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined
  // The bundle is ASCII, which is read faster as what it is.
  const script = new vm.Script(module.wrap(readFileSync(bundle, 'latin1')), {
    filename: bundle,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  })
  // One that other flags of node made is left to whoever runs with them.
  if (cachedData === undefined) process.on('exit', () => keep(cacheFile, script))
  const own = { exports: {} }
  script.runInThisContext()(own.exports, require, own, bundle, here('../dist/').slice(0, -1))
}

/** At the end, since by then V8 has compiled what a command needs. Where it cannot be kept, all works without. */
function keep(cacheFile, script) {
  try {
    accessSync(here('../dist'), constants.W_OK)
    const temporary = `${cacheFile}.${process.pid}.tmp`
    writeFileSync(temporary, script.createCachedData())
    renameSync(temporary, cacheFile)
  } catch {
    // A read-only installation.
  }
}
