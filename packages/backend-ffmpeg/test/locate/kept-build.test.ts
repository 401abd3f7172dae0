import { chmod, mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capabilitiesOf, locateFfmpeg } from '../../src/locate/index.ts'
import { keptBuild } from '../../src/locate/kept-build.ts'
import { temporaryFolder, testEnvironment } from '../helpers/machine.ts'

test('what doctor, plan and run have asked is known without asking again', async () => {
  const cache = join(await temporaryFolder(), 'cache')
  const env = testEnvironment({ VODFLOW_CACHE: cache })
  expect(await keptBuild(env)).toBeUndefined()
  const ffmpeg = await locateFfmpeg({ env })
  if (!ffmpeg.ok) return expect.fail(ffmpeg.diagnostics[0]?.message)
  expect(await keptBuild(env), 'only its version is known').toBeUndefined()
  const asked = await capabilitiesOf(ffmpeg.value, undefined, env)
  expect(asked.ok && asked.value).toEqual(await keptBuild(env))
  for (const name of await readdir(cache)) await writeFile(join(cache, name), '{"half')
  expect(await keptBuild(env)).toBeUndefined()
})

/** Says all that is asked of it, and lists nothing but the one encoder. */
const script = (encoder: string) => `#!/bin/sh
case "$*" in
  -version) echo 'ffmpeg version 9.9 Copyright' ;;
  *-encoders) printf ' V....D = Video\\n ------\\n V....D ${encoder}  words\\n' ;;
  *-filters) printf ' ... scale  V->V  words\\n' ;;
  *) printf ' D. = x\\n --\\n DE mp4  words\\n V....D h264  words\\n' ;;
esac
`

async function asked(folder: string, encoder: string, cache: string) {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'ffmpeg')
  await writeFile(path, script(encoder))
  await chmod(path, 0o755)
  const env = testEnvironment({ VODFLOW_CACHE: cache, VODFLOW_FFMPEG: path })
  const found = await locateFfmpeg({ env })
  const capabilities = found.ok ? await capabilitiesOf(found.value, undefined, env) : expect.fail(found.diagnostics[0]?.message)
  expect(capabilities.ok, capabilities.diagnostics[0]?.message).toBe(true)
  return { path, env }
}

test('it is that of the place that a run would take, and of no other', async () => {
  const folder = await temporaryFolder()
  const cache = join(folder, 'cache')
  const first = await asked(join(folder, 'first'), 'libx264', cache)
  const second = await asked(join(folder, 'second'), 'libx265', cache)
  const on = async (...folders: readonly string[]) => keptBuild(testEnvironment({ VODFLOW_CACHE: cache, VODFLOW_FFMPEG: undefined, FFMPEG_BIN: undefined, PATH: folders.join(':') }))
  expect(await keptBuild(first.env)).toMatchObject({ program: first.path, version: '9.9', encoders: ['libx264'] })
  expect((await on(join(folder, 'second'), join(folder, 'first')))?.program).toBe(second.path)
  expect((await on(join(folder, 'nothing'), join(folder, 'first')))?.program).toBe(first.path)
  expect(await keptBuild(testEnvironment({ VODFLOW_CACHE: cache, VODFLOW_FFMPEG: join(folder, 'gone'), PATH: join(folder, 'first') }))).toBeUndefined()
  await utimes(second.path, new Date(1e12), new Date(1e12))
  expect(await on(join(folder, 'second'), join(folder, 'first')), 'another binary, never asked').toBeUndefined()
})
