// Bundles the command into one file: minified CommonJS starts fastest. What a command does not need is evaluated only when it is asked for.
import { build as bundle, transform } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.mjs'
import { withLock } from './lock.mjs'
import stale from './stale.cjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const output = join(root, 'packages/cli/dist/vodflow.cjs')

/** Optional, and binaries: found at run time, or not at all. */
const external = ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe', '@johnnymorganz/stylua']

/** `import.meta.url` has no meaning in CommonJS; this is the same thing. */
const banner = 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;'

/** Commander loads it for subcommands that are programs of their own, which there are none of. */
const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[/\\]commander[/\\]/.test(importer) ? { path: 'child_process', namespace: 'empty' } : undefined))
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/**
 * The Lua worker gets a file of its own beside the bundle, so that V8's work on it can be kept as well (see bin/load.cjs);
 * what the program starts is this text, which loads that file.
 */
const loadWorker = (name) => `
const fs = require('node:fs'), vm = require('node:vm')
const file = folder + '/${name}', cacheFile = file + '.' + process.version + '-' + process.arch + '.cache'
const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined
const script = new vm.Script(fs.readFileSync(file, 'latin1'), { filename: file, ...(cachedData && { cachedData }) })
const own = { exports: {} }
script.runInThisContext()(require, own, own.exports)
if (cachedData === undefined) {
  require('node:worker_threads').parentPort.once('message', () => {
    try {
      fs.writeFileSync(cacheFile + '.tmp', script.createCachedData())
      fs.renameSync(cacheFile + '.tmp', cacheFile)
    } catch {}
  })
}`

const workerBesideBundle = {
  name: 'worker-beside-bundle',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]generated[/\\]worker-source\.ts$/ }, async ({ path }) => {
      const built = await transform(readFileSync(path, 'utf8'), { loader: 'ts', format: 'cjs' })
      const own = { exports: {} }
      new Function('module', built.code)(own)
      const text = `(function (require, module, exports) {${own.exports.workerSource}\n})`
      const name = `lua-worker.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`
      writeFileSync(join(dirname(output), name), text)
      return { contents: `export const workerSource = 'const folder = ' + JSON.stringify(__dirname) + ${JSON.stringify(loadWorker(name))}` }
    })
  },
}

/** Files of their own beside the bundle, which only the commands read that need them: graphviz is as large as all the rest. */
const besides = [
  { name: 'graphviz', exported: 'Graphviz', filter: /[/\\]@hpcc-js[/\\]wasm-graphviz[/\\]dist[/\\]index\.js$/ },
  { name: 'mediabunny', exported: 'EncodedPacketSink, FilePathSource, Input, MATROSKA, WEBM', filter: /[/\\]mediabunny[/\\]dist[/\\]modules[/\\]src[/\\]index\.js$/ },
  { name: 'plan-schema', exported: 'planSchema, graphSchema', filter: /[/\\]cli[/\\]src[/\\]generated[/\\]plan-schema\.ts$/ },
]

const besideBundle = {
  name: 'beside-bundle',
  setup({ onLoad, initialOptions }) {
    const { platform, format, target, minify, define, banner, legalComments } = initialOptions
    for (const { name, exported, filter } of besides) {
      onLoad({ filter }, async ({ path }) => {
        const { outputFiles: [file] } = await bundle({ entryPoints: [path], bundle: true, write: false, platform, format, target, minify, define, banner, legalComments })
        const beside = `${name}.${createHash('sha256').update(file.contents).digest('hex').slice(0, 12)}.cjs`
        writeFileSync(join(dirname(output), beside), file.contents)
        return { contents: `export const { ${exported} } = require(__dirname + '/${beside}')` }
      })
    }
  },
}

/** The pages of `vodflow explain` likewise: nothing else reads them. */
const explanationsBesideBundle = {
  name: 'explanations-beside-bundle',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]generated[/\\]explanations\.ts$/ }, async ({ path }) => {
      const { explanations } = await import(`data:text/javascript,${encodeURIComponent((await transform(readFileSync(path, 'utf8'), { loader: 'ts' })).code)}`)
      const text = JSON.stringify(explanations)
      const name = `explanations.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`
      writeFileSync(join(dirname(output), name), text)
      return { contents: `export const explanations = JSON.parse(require('node:fs').readFileSync(__dirname + '/${name}', 'utf8'))` }
    })
  },
}

/** The language server is a file of its own, with all that it needs: no other command should wait for the protocol to be read. */
const languageServerBesideBundle = {
  name: 'language-server-beside-bundle',
  setup({ onLoad, initialOptions }) {
    onLoad({ filter: /[/\\]packages[/\\]lsp[/\\]src[/\\]index\.ts$/ }, async ({ path }) => {
      const { outputFiles: [file] } = await bundle({ ...initialOptions, entryPoints: [path], outfile: undefined, write: false, plugins: [workerBesideBundle, explanationsBesideBundle] })
      const text = inAscii(file.text)
      const name = `lsp.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`
      writeFileSync(join(dirname(output), name), text)
      return { contents: `export const { luaApiText, serveLanguage } = require(__dirname + '/${name}')` }
    })
  },
}

/** Builds the bundle; with `onlyIfStale`, not where another process has just done it. */
export async function build({ onlyIfStale = false } = {}) {
  const built = await withLock(join(root, 'packages/cli/dist/.building'), async () => {
    if (onlyIfStale && !stale.isStale(root, output)) return false
    const startedAt = new Date()
    await generate()
    await bundleInto(output, startedAt)
    return true
  })
  if (built) warmUp()
}

/** Lets the program keep what V8 makes of it (see bin/load.cjs) while it does what it does most. Not needed, so it may fail. */
function warmUp() {
  for (const name of readdirSync(dirname(output))) {
    if (/^(vodflow|lua-worker)\./.test(name) && /\.(cache|tmp)$/.test(name)) rmSync(join(dirname(output), name), { force: true })
  }
  spawnSync(process.execPath, [join(root, 'packages/cli/bin/vodflow.cjs'), 'compile', 'QCVB_SimpleProcessFile(0)'], { stdio: 'ignore', timeout: 20_000 })
}

async function bundleInto(path, startedAt) {
  const temporary = `${path}.${process.pid}.tmp`
  mkdirSync(dirname(path), { recursive: true })
  try {
    await bundle({
      entryPoints: [join(root, 'packages/cli/src/bin.ts')],
      outfile: temporary,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20.19',
      conditions: ['source'],
      mainFields: ['module', 'main'],
      external,
      plugins: [withoutChildProcess, workerBesideBundle, besideBundle, explanationsBesideBundle, languageServerBesideBundle],
      loader: { '.lua': 'text' },
      define: { 'import.meta.url': '__importMetaUrl' },
      banner: { js: banner },
      legalComments: 'none',
      logLevel: 'warning',
    })
    writeFileSync(temporary, inAscii(readFileSync(temporary, 'utf8')))
    // A source that changed while this was built is newer than this, so the next start builds again.
    utimesSync(temporary, startedAt, startedAt)
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/**
 * bin/load.cjs reads the bundle as Latin-1, which is faster. esbuild escapes every string, but leaves regular expressions as they
 * are written, our libraries' too; an escape means the same there.
 */
function inAscii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
