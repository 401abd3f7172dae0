import { openJsonLinesStore } from '@vodflow/engine'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleVictim } from './bundle-victim.ts'

let folder = ''
let victim = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-full-'))
  victim = await bundleVictim(folder)
  await writeFile(join(folder, 'film.mp4'), 'a film')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** In a mount namespace of its own, so that nothing of it is left on the machine. */
function inNamespace(script: string): boolean {
  try {
    execFileSync('unshare', ['-m', 'sh', '-ec', script], { stdio: ['ignore', 'ignore', 'ignore'], timeout: 15_000 })
    return true
  } catch {
    return false
  }
}

const canMount = process.platform === 'linux' && inNamespace('mount -t tmpfs -o size=4k none /mnt')
if (!canMount) process.stderr.write('SKIPPED: a full disk needs the right to mount a tmpfs (root on Linux)\n')

// Sizes at which it is full at the first record, between steps, in an output, and in the events.
test.skipIf(!canMount).each([4, 28, 52])('a disk of %i KiB is full: one clear failure, nothing half-written', async (size) => {
  const small = join(folder, `small-${size}`)
  const copy = join(folder, `copy-${size}`)
  const log = join(folder, `log-${size}`)
  await mkdir(small)
  const run = `node ${victim} ${small}/out ${log} ${folder}/film.mp4; mkdir ${copy}; if [ -d ${small}/out ]; then cp -r ${small}/out ${copy}; fi`
  expect(inNamespace(`mount -t tmpfs -o size=${size}k none ${small}; ${run}`)).toBe(true)
  const end = (await readFile(log, 'utf8')).trimEnd().split('\n').at(-1) ?? ''
  expect(end).toMatch(/^end (refused run\/disk-full|false( disk-full| needs-failed| run\/disk-full)+)$/)
  const out = join(copy, 'out')
  if (!existsSync(out)) return
  expect((await readdir(join(out, '.vodflow'))).filter((name) => name !== 'run.jsonl')).toEqual([])
  expect(await openJsonLinesStore(join(out, '.vodflow', 'run.jsonl'))).toMatchObject({ ok: true })
  const events = await readFile(join(out, 'events.jsonl'), 'utf8').catch(() => '')
  expect(events === '' || events.endsWith('\n')).toBe(true)
  await cp(out, small, { recursive: true })
  // With room again it goes on, and what was done is not done again.
  execFileSync('node', [victim, small, log, join(folder, 'film.mp4')], { stdio: 'inherit' })
  expect((await readFile(log, 'utf8')).trimEnd().split('\n').at(-1)).toBe('end true')
})
