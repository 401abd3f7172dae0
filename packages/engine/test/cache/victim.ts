// Started by many-processes.test.ts as processes of their own, some of them to be killed: victim CACHE WORK LOG SEED ROUNDS
import { openFolderCache } from '@vodflow/engine'
import { appendFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const [folder = '', work = '', log = '', seed = '', rounds = ''] = process.argv.slice(2)
const keys = 12

/** So much of each key that only some of them fit; one of them in a file that is linked. */
function textOf(key: number, file: number): string {
  return `${key}/${file}\n`.repeat(key === 0 && file === 0 ? 300_000 : 1000 + key * 700)
}

function random(): number {
  state = (state + 0x6d2b79f5) | 0
  const mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}
let state = Number(seed)

const opened = await openFolderCache(folder, { maxBytes: 2_200_000 })
if (!opened.ok) throw new Error(opened.diagnostics[0]?.message)
const cache = opened.value

for (let round = 0; round < Number(rounds); round += 1) {
  const key = Math.floor(random() * keys)
  const name = key.toString(16).padStart(64, '0')
  const mine = join(work, `${process.pid}-${round}`)
  await mkdir(mine, { recursive: true })
  const found = await cache.find(name)
  if (found === undefined) {
    const artifacts = []
    for (const file of [0, 1]) {
      const path = `${file}.txt`
      await writeFile(join(mine, path), textOf(key, file))
      artifacts.push({ role: 'image', path, sizeBytes: Buffer.byteLength(textOf(key, file)) } as const)
    }
    const problems = await cache.put({ key: name, name: `t.${key}`, parts: {} }, artifacts, mine)
    for (const { message } of problems) appendFileSync(log, `wrong: ${message}\n`)
    appendFileSync(log, 'put\n')
  } else if (await cache.take(found, mine)) {
    for (const [file, { path }] of found.artifacts.entries()) {
      if ((await readFile(join(mine, path), 'utf8')) !== textOf(key, file)) appendFileSync(log, `wrong: ${key}/${file} is not what was put\n`)
    }
    appendFileSync(log, 'took\n')
  } else appendFileSync(log, 'gone\n')
  await rm(mine, { recursive: true, force: true })
}
appendFileSync(log, 'end\n')
