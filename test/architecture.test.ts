/** The house of docs/architecture.md, held by reading every import. */
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const frontEnds = ['frontend-call', 'frontend-json', 'frontend-lua']

/** Package → the packages it may import. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'frontend-call': ['core'],
  'frontend-json': ['core'],
  'frontend-lua': ['core'],
  compiler: ['core'],
  picture: ['core'],
  engine: ['core'],
  pull: ['core'],
  kms: ['core'],
  'backend-ffmpeg': ['core', 'engine'],
  'vod-api': [],
  forms: ['core', ...frontEnds],
  project: ['core', ...frontEnds, 'compiler'],
  locale: ['core', ...frontEnds, 'compiler', 'engine', 'pull', 'kms', 'backend-ffmpeg', 'project', 'forms'],
  lsp: ['core', 'frontend-json', 'project', 'forms'],
  testing: ['core', 'engine'],
  cli: ['core', ...frontEnds, 'compiler', 'engine', 'pull', 'kms', 'backend-ffmpeg', 'vod-api', 'project', 'picture', 'locale', 'forms', 'lsp'],
}

/** Installed on their own, and started as programs: they import nothing of ours, nor are they imported. */
const apart: readonly string[] = ['review-nsfwjs']

/** Second doors of packages: what `validate` reads at every start without loading the rest. */
const doors: readonly string[] = ['@vodflow/backend-ffmpeg/kept-build']

/** Packages that run in a browser: no `node:` import, but for the host of the Lua worker and what loads the optional formatter of Lua. */
const browserPackages = ['core', ...frontEnds, 'compiler', 'picture', 'forms', 'vod-api']
const workerHost = /^packages\/(frontend-lua\/src\/(host|worker)\/|forms\/src\/format\/lua-formatter\.ts$)/

interface Import {
  readonly from: string
  readonly target: string
}

async function sourceFiles(): Promise<readonly string[]> {
  const all = await readdir(join(root, 'packages'), { recursive: true })
  return all
    .map((path) => `packages/${path}`)
    .filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !path.includes('/generated/'))
}

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(join(root, path), 'utf8')
  const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)
  return [...specifiers].map((match) => ({ from: path, target: match[1] ?? '' }))
}

const packageOf = (path: string): string => path.split('/')[1] ?? ''

test('packages import only what the house allows', async () => {
  const files = await sourceFiles()
  expect(files.length).toBeGreaterThan(50)
  const wrong = files.flatMap(importsOf).filter(({ from, target }) => {
    if (target.startsWith('.')) return !resolve(root, from, '..', target).startsWith(join(root, 'packages', packageOf(from), 'src'))
    const name = /^@vodflow\/([^/]+)(\/.*)?$/.exec(target)
    return name !== null && ((name[2] !== undefined && !doors.includes(target)) || !mayImport[packageOf(from)]?.includes(name[1] ?? ''))
  })
  expect(wrong).toEqual([])
})

test('every package has its row in the house', async () => {
  const packages = await readdir(join(root, 'packages'))
  expect(packages.toSorted()).toEqual([...Object.keys(mayImport), ...apart].toSorted())
})

test('what runs in a browser imports nothing of node', async () => {
  const files = (await sourceFiles()).filter((path) => browserPackages.includes(packageOf(path)) && !workerHost.test(path))
  const wrong = files.flatMap(importsOf).filter(({ target }) => target.startsWith('node:') || builtinModules.includes(target))
  expect(wrong).toEqual([])
})

/** Asks `ps` who a process is where there is no /proc; it starts nothing that works on media. */
const asksPs = 'packages/engine/src/process-identity.ts'

test('only the ffmpeg back end starts processes', async () => {
  const files = (await sourceFiles()).filter((path) => packageOf(path) !== 'backend-ffmpeg' && packageOf(path) !== 'testing' && path !== asksPs)
  const wrong = files.flatMap(importsOf).filter(({ target }) => target === 'execa' || target.endsWith('child_process'))
  expect(wrong).toEqual([])
})

test('no run-time import cycle', async () => {
  const edges = await runTimeImports()
  expect(edges.size).toBeGreaterThan(50)
  expect(findCycle(edges)).toBeUndefined()
})

/** What is left of the imports once the types are gone: esbuild's own record of a bundle of all packages. */
async function runTimeImports(): Promise<ReadonlyMap<string, readonly string[]>> {
  const result = await build({
    entryPoints: Object.keys(mayImport).map((name) => join(root, 'packages', name, 'src/index.ts')),
    bundle: true, write: false, metafile: true, outdir: 'unused', platform: 'node', format: 'esm', conditions: ['source'],
    external: [...builtinModules], logLevel: 'silent', packages: 'bundle',
    plugins: [{
      name: 'third-party-stays-outside',
      setup: (api) => api.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === 'entry-point' || path.startsWith('@vodflow/') ? undefined : { path, external: true })),
    }],
  })
  const own = Object.entries(result.metafile?.inputs ?? {}).map(([path, input]) =>
    [relative(root, resolve(path)), input.imports.filter((one) => one.external !== true && one.kind !== 'dynamic-import').map((one) => relative(root, resolve(one.path)))] as const)
  return new Map(own)
}

function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const finished = new Set<string>()
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (finished.has(file)) return undefined
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...trail, file])
      if (cycle) return cycle
    }
    finished.add(file)
    return undefined
  }
  for (const file of edges.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return undefined
}
