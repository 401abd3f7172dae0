// Loads the one-file build. In a clone it is made first, where it is missing or older than its sources.
'use strict'
const { accessSync, constants, existsSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs')
const module_ = require('node:module')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const vm = require('node:vm')

const root = join(__dirname, '../../..')
const folder = join(__dirname, '../dist')
const bundle = join(folder, 'vodflow.cjs')

/** These plan for a moment and then wait for minutes. */
const waits = ['run', 'apply'].includes(process.argv[2])
/**
 * For such a command: the young heap does not grow, nothing is marked while it waits, and only what computes for long becomes
 * machine code, which takes 4 MiB of the compiler's own code to make. Flags are V8's alone and an unknown one is complained of:
 * they are for the version that they were tried on, node 20's.
 */
const frugal = ['--semi-space-growth-factor=1', '--no-incremental-marking', '--interrupt-budget=2000000', '--max-bytecode-size-for-early-opt=0', '--no-sparkplug']

async function load() {
  if (waits) beFrugal()
  // The published package has no tools beside it, and its build is complete; a benchmark in a clone can ask for the same.
  if (process.env.VODFLOW_BUILT !== '1' && existsSync(join(root, 'tools/stale.cjs'))) await bringUpToDate()
  start()
}

async function bringUpToDate() {
  const { isStale } = require(join(root, 'tools/stale.cjs'))
  if (!isStale(root, bundle)) return
  const notice = setTimeout(() => process.stderr.write('vodflow: building, once …\n'), 1500)
  try {
    const { build } = await import(pathToFileURL(join(root, 'tools/build.mjs')).href)
    await build({ onlyIfStale: true })
  } catch (error) {
    process.stderr.write(`vodflow: the build failed; run 'npm ci' in the clone, then try again (${String(error.message).split('\n')[0]})\n`)
    process.exit(70)
  } finally {
    clearTimeout(notice)
  }
}

/**
 * What V8 has made counts only under the very flags that it was made with. So the parts of node that such a command needs, of which
 * node brings what V8 made, come before them, and all flags are set before the bundle.
 */
function beFrugal() {
  for (const name of ['os', 'fs/promises', 'crypto', 'timers/promises']) require(`node:${name}`)
  const v8 = require('node:v8')
  v8.setFlagsFromString('--expose-gc')
  if (process.versions.v8.startsWith('11.3.')) for (const flag of frugal) v8.setFlagsFromString(flag)
}

/** Compiling the bundle costs more than running it, so what V8 made of it is kept: by node itself, or beside the bundle by us. */
function start() {
  if (module_.enableCompileCache !== undefined) {
    module_.enableCompileCache()
    require(bundle)
    return
  }
  const { size, mtimeMs } = statSync(bundle)
  // What a run needs of it is far more than what most commands do, and is not compiled by them. The tag tells its flags.
  const heavy = waits ? `-run-${require('node:v8').cachedDataVersionTag()}` : ''
  const cacheFile = `${bundle}.${process.version}-${process.arch}-${size}-${mtimeMs}${heavy}.cache`
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined
  // The bundle is ASCII, which is read faster as what it is.
  const script = new vm.Script(module_.wrap(readFileSync(bundle, 'latin1')), {
    filename: bundle,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  })
  // One that other flags of node made is left to whoever runs with them.
  if (cachedData === undefined) process.on('exit', () => keep(cacheFile, script))
  const own = { exports: {} }
  script.runInThisContext()(own.exports, module_.createRequire(bundle), own, bundle, folder)
}

/** At the end, since by then V8 has compiled what a command needs. Where it cannot be kept, all works without. */
function keep(cacheFile, script) {
  try {
    accessSync(folder, constants.W_OK)
    const temporary = `${cacheFile}.${process.pid}.tmp`
    writeFileSync(temporary, script.createCachedData())
    renameSync(temporary, cacheFile)
  } catch {
    // A read-only installation.
  }
}

module.exports = { load }
