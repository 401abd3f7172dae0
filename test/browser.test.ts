/**
 * Core, compiler, the front ends of calls and JSON, picture and forms, bundled for a browser and run without Node: what a playground
 * needs. Of Lua only the worker's host is Node's, and a page that uses no script never gets it.
 */
import { relative, resolve } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const packages = ['core', 'compiler', 'frontend-call', 'frontend-json', 'frontend-lua', 'picture', 'forms', 'vod-api'] as const

/** Who asks for a module of Node. */
const askers: string[] = []
let bundle = ''

beforeAll(async () => {
  const lines = ['core', 'compiler', 'frontend-call', 'frontend-json', 'picture', 'forms', 'vod-api'].map((name) => `export * as ${name.replace('-', '_')} from '@vodflow/${name}'`)
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: root }, bundle: true, write: false, platform: 'browser', format: 'iife', globalName: 'vodflow', conditions: ['source'],
    alias: Object.fromEntries(packages.map((name) => [`@vodflow/${name}`, resolve(root, 'packages', name, 'src/index.ts')])), logLevel: 'silent',
    plugins: [{
      name: 'modules-of-node',
      setup: (api) => api.onResolve({ filter: /^node:/ }, ({ path, importer }) => {
        askers.push(relative(root, importer))
        return { path, external: true }
      }),
    }],
  })
  bundle = outputFiles[0]?.text ?? ''
})

test('only the host of the Lua worker and the loader of the optional formatter ask for Node', () => {
  expect([...new Set(askers)].toSorted()).toEqual(['packages/forms/src/format/lua-formatter.ts', 'packages/frontend-lua/src/host/worker-host.ts'])
})

const page = `(async () => {
  const { core, compiler, frontend_call, frontend_json, picture, forms } = vodflow
  const file = { path: 'Course.json', text: procedure }
  const loaded = await frontend_json.createJsonFrontEnd().load(file)
  const call = frontend_call.parseCall({ path: '<call>', text: 'Course({10,20})' })
  if (!loaded.ok || !call.ok) throw new Error(JSON.stringify([loaded, call]))
  const assumed = core.assumeFacts('width=1280,height=720,duration=60')
  const read = await loaded.value.instantiate({ arguments: call.value.arguments, facts: assumed.value.facts, call: call.value })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  const templates = compiler.createCatalogue([]).value
  const compiled = compiler.compileProcedure(read.value, { call: call.value, procedureFile: file, builtIn: false, facts: assumed.value.facts, config: { defaults: {} }, templates })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics))
  const drawn = picture.graphPicture({ ...compiled.value, title: 'Course' })
  const formatted = await Promise.all([forms.formatText('json', file), forms.formatText('calls', { path: 'a.call', text: 'A( 1 )' })])
  return { ids: compiled.value.graph.tasks.map(({ id }) => id), svg: await picture.pictureSvg(drawn), texts: formatted.map(({ text }) => text) }
})()`

/** All that a page has and the language has not. */
const ofPages = { TextEncoder, TextDecoder, URL, structuredClone, performance, setTimeout, clearTimeout, console, crypto, atob, btoa, queueMicrotask }

test('a page reads, compiles, draws and formats without anything of Node', async () => {
  const procedure = '{"parameters":[{"name":"defs","type":"definitions"}],"process":{"transcode":[{"definition":{"param":"defs"},"when":"source.height >= 720"}]}}'
  const context = createContext({ ...ofPages, procedure })
  runInContext(bundle, context)
  const { ids, svg, texts } = await runInContext(page, context)
  expect([...ids]).toEqual(['source', 'probe', 'transcode.10', 'transcode.20'])
  expect(svg).toContain('>transcode.20</text>')
  expect([...texts]).toEqual([expect.stringContaining('"definition": { "param": "defs" }'), 'A(1)\n'])
})
