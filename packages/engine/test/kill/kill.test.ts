import { isAlive } from '@vodflow/engine'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleVictim } from './bundle-victim.ts'

const torture = Boolean(process.env['VODFLOW_TORTURE'])
const kills = torture ? 100 : 10
let folder = ''
let victim = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-kill-'))
  victim = await bundleVictim(folder)
  await writeFile(join(folder, 'film.mp4'), 'a film')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Scene {
  readonly out: string
  readonly log: string
}

function scene(number: number): Scene {
  return { out: join(folder, `out-${number}`), log: join(folder, `log-${number}`) }
}

/** True if it was killed; false if it had ended by itself before. */
async function runAndKill({ out, log }: Scene, afterMs: number | undefined): Promise<boolean> {
  const child = spawn(process.execPath, [victim, out, log, join(folder, 'film.mp4')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const exit = once(child, 'exit')
  if (afterMs !== undefined) {
    await Promise.race([delay(afterMs), exit])
    child.kill('SIGKILL')
  }
  const [, signal]: readonly unknown[] = await exit
  return signal === 'SIGKILL'
}

async function checkEnd({ out, log }: Scene): Promise<void> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n').map((line) => line.split(' '))
  expect(lines.at(-1)).toEqual(['end', 'true'])
  const made = Array.from({ length: 10 }, (_, at) => `t${at}.txt`)
  expect((await readdir(out)).toSorted()).toEqual(['.vodflow', 'events.jsonl', ...made])
  expect(await readdir(join(out, '.vodflow'))).toEqual(['run.jsonl'])
  for (const name of made.slice(4)) expect(await readFile(join(out, name), 'utf8')).toBe(`${name.slice(0, 2)}\n`.repeat(500))
  const acknowledged = new Set<string>()
  for (const [word, ...rest] of lines) {
    if (word === 'done') acknowledged.add(rest[0] ?? '')
    // Once anyone was told that it is done, it is never done again.
    if (word === 'begun') expect(rest.filter((task) => acknowledged.has(task))).toEqual([])
    if (word === 'child') expect(isAlive({ pid: Number(rest[0]), startedAt: rest[1] ?? '' }), `child ${rest[0]} lives`).toBe(false)
  }
  const events = (await readFile(join(out, 'events.jsonl'), 'utf8')).trimEnd().split('\n')
  for (const line of events) expect(() => JSON.parse(line)).not.toThrow()
}

test(`killed ${kills} times at any moment, it loses nothing, doubles nothing and leaves nothing behind`, async () => {
  const random = seeded(20_261_121)
  let killed = 0
  let number = 0
  while (killed < kills) {
    // From before the first line of the program to after its last one.
    if (await runAndKill(scene(number), 20 + random() * 500)) {
      killed += 1
      continue
    }
    await checkEnd(scene(number))
    number += 1
  }
  await runAndKill(scene(number), undefined)
  await checkEnd(scene(number))
}, torture ? 300_000 : 60_000)

/** mulberry32: the same moments each time, as far as a machine allows. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
