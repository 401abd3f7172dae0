import { execFileSync } from 'node:child_process'
import { build } from 'esbuild'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder = ''
let victim = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-cache-full-'))
  victim = join(folder, 'victim.mjs')
  const entry = fileURLToPath(new URL('victim.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile: victim, bundle: true, platform: 'node', format: 'esm', conditions: ['source'], logLevel: 'error' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** In a mount namespace of its own, so that nothing of it is left on the machine. */
function inNamespace(script: string): boolean {
  try {
    execFileSync('unshare', ['-m', 'sh', '-ec', script], { stdio: ['ignore', 'ignore', 'ignore'], timeout: 30_000 })
    return true
  } catch {
    return false
  }
}

const canMount = process.platform === 'linux' && inNamespace('mount -t tmpfs -o size=4k none /mnt')
if (!canMount) process.stderr.write('SKIPPED: a cache on a full disk, and a read-only one, need the right to mount a tmpfs (root on Linux)\n')

/** What a victim said, by how often; reasons without the folder. */
async function saidIn(log: string): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const line of (await readFile(log, 'utf8')).trimEnd().split('\n')) {
    const said = line.replace(/'[^']*'/, 'there')
    counts[said] = (counts[said] ?? 0) + 1
  }
  return counts
}

test.skipIf(!canMount)('a cache on a full disk keeps what it has, gives a reason for what it does not take, and leaves nothing half', async () => {
  const [place, log] = [join(folder, 'small'), join(folder, 'full.log')]
  await mkdir(place)
  expect(inNamespace(`mount -t tmpfs -o size=300k none ${place}; node ${victim} ${place}/cache ${folder}/work ${log} 7 60; test -z "$(ls ${place}/cache/tmp)"`)).toBe(true)
  const said = await saidIn(log)
  expect(said['wrong: a result was not kept in the cache there: no space is left']).toBeGreaterThan(0)
  expect(said['took']).toBeGreaterThan(0)
  expect(Object.keys(said).toSorted()).toEqual(['end', 'put', 'took', 'wrong: a result was not kept in the cache there: no space is left'])
})

test.skipIf(!canMount)('a cache that may only be read from gives what it has', async () => {
  const [place, log] = [join(folder, 'fixed'), join(folder, 'fixed.log')]
  await mkdir(place)
  const fill = `node ${victim} ${place}/cache ${folder}/work ${folder}/fill.log 7 6`
  expect(inNamespace(`mount -t tmpfs -o size=20m none ${place}; ${fill}; mount -o remount,ro ${place}; node ${victim} ${place}/cache ${folder}/work ${log} 7 12`)).toBe(true)
  const said = await saidIn(log)
  expect(said['took']).toBeGreaterThan(0)
  expect(said['wrong: a result was not kept in the cache there: the file system is read-only']).toBeGreaterThan(0)
})
