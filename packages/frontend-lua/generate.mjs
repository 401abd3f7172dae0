// Bundles the worker, fengari inside, into one CommonJS text that `new Worker(text, { eval: true })` can start.
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const outFolder = join(here, 'src/generated')
const outFile = join(outFolder, 'worker-source.ts')

export async function generate() {
  const marker = `// from ${digestOfInputs()}`
  if (existsSync(outFile) && readFileSync(outFile, 'utf8').startsWith(marker)) return
  const text = await bundle()
  mkdirSync(outFolder, { recursive: true })
  // Renamed into place, so that nobody who reads it meanwhile sees half of it.
  const half = `${outFile}.${process.pid}`
  writeFileSync(half, `${marker}\n/** The Lua worker as CommonJS. */\nexport const workerSource: string = ${JSON.stringify(text)}\n`)
  renameSync(half, outFile)
}

/** Parts of fengari that no script may reach, so that the worker does not even contain them. */
const leaveOut = {
  name: 'leave-out',
  setup({ onLoad }) {
    const filter = /fengari[/\\]src[/\\](liolib|loslib|ldblib|loadlib|fengarilib|linit)\.js$/
    onLoad({ filter }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
}

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ['src/worker/main.ts'],
    // Lua strings are byte arrays: whatever says `Uint8Array` in the bundle, fengari too, gets the class that counts them.
    inject: ['src/worker/byte-array.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'process.env.FENGARICONF': 'undefined' },
    conditions: ['source'],
    // fengari calls itself free of side effects, which would drop the import that sets its modules up in the right order.
    ignoreAnnotations: true,
    plugins: [leaveOut],
    write: false,
    logLevel: 'error',
  })
  return result.outputFiles[0].text
}

function digestOfInputs() {
  const hash = createHash('sha256')
  const folders = ['src/worker', 'src']
  for (const folder of folders) {
    for (const name of readdirSync(join(here, folder)).toSorted()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(here, folder, name)))
    }
  }
  for (const file of ['generate.mjs', 'package.json']) hash.update(readFileSync(join(here, file)))
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
