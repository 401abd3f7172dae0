import { build } from 'esbuild'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Node 20 runs no TypeScript, so the victim becomes one file of JavaScript. */
export async function bundleVictim(folder: string): Promise<string> {
  const outfile = join(folder, 'victim.mjs')
  const entry = fileURLToPath(new URL('victim.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', conditions: ['source'], logLevel: 'error' })
  return outfile
}
