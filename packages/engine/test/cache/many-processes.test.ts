import { openFolderCache } from '@vodflow/engine'
import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const torture = Boolean(process.env['VODFLOW_TORTURE'])
let folder = ''
let victim = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-cache-many-'))
  victim = join(folder, 'victim.mjs')
  const entry = fileURLToPath(new URL('victim.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile: victim, bundle: true, platform: 'node', format: 'esm', conditions: ['source'], logLevel: 'error' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function runVictim(seed: number, rounds: number, killAfterMs?: number): Promise<void> {
  const child = spawn(process.execPath, [victim, join(folder, 'cache'), join(folder, 'work'), join(folder, 'log'), String(seed), String(rounds)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const exit = once(child, 'exit')
  if (killAfterMs !== undefined) {
    await Promise.race([delay(killAfterMs), exit])
    child.kill('SIGKILL')
  }
  const [status, signal]: readonly unknown[] = await exit
  if (killAfterMs === undefined) expect([status, signal]).toEqual([0, null])
}

/** What the cache says of each key that it holds. */
async function check(): Promise<number> {
  const opened = await openFolderCache(join(folder, 'cache'), { maxBytes: 2_200_000, thorough: true })
  const cache = opened.ok ? opened.value : expect.fail(opened.diagnostics[0]?.message)
  const names = (await readdir(join(folder, 'cache/entries/00')).catch(() => []))
  let bytes = 0
  for (const name of names) {
    const found = await cache.find(name)
    expect(found, `${name} is whole`).toBeDefined()
    bytes += (found?.artifacts ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 8192)
  }
  expect(await readdir(join(folder, 'cache/tmp'))).toEqual([])
  return bytes
}

test('four processes share a cache that is too small for what they do, and some of them are killed', async () => {
  const kills = torture ? 100 : 4
  const living = [1, 2].map((seed) => runVictim(seed, torture ? 1500 : 45))
  const killed = async (first: number): Promise<void> => {
    for (let at = 0; at < kills / 2; at += 1) await runVictim(first + at, 10_000, 90 + ((at * 37) % 160))
  }
  await Promise.all([...living, killed(100), killed(200)])
  const lines = (await readFile(join(folder, 'log'), 'utf8')).trimEnd().split('\n')
  expect(lines.filter((line) => line.startsWith('wrong'))).toEqual([])
  for (const word of ['put', 'took', 'end']) expect(lines).toContain(word)
  // Each of four may have added what the others had not seen yet: a put that sees too much makes room again.
  expect(await check()).toBeLessThan(2 * 2_200_000)
  await runVictim(3, 30)
  expect(await check()).toBeLessThan(2_200_000)
}, torture ? 300_000 : 60_000)
