import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assumeFacts } from '@vodflow/core'
import { expect, test } from 'vitest'
import { createFfmpegBackend } from '../../src/backend.ts'
import { inspectSource } from '../../src/inspect/index.ts'
import { locateFfmpeg, locateFfprobe, type LocateOptions } from '../../src/locate/index.ts'
import { temporaryFolder, testEnvironment, toolsAtHand } from '../helpers/machine.ts'

/** A machine on which no ffmpeg is installed: no variable, nothing on PATH, and of the packages only their names. */
async function bareMachine() {
  const folder = await temporaryFolder()
  const platform = `${process.platform}-${process.arch}`
  for (const name of ['ffmpeg-static', '@ffmpeg-installer/ffmpeg', `@ffmpeg-installer/${platform}`, '@ffprobe-installer/ffprobe', `@ffprobe-installer/${platform}`]) {
    await mkdir(join(folder, 'node_modules', name), { recursive: true })
    await writeFile(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name }))
  }
  const env = testEnvironment({ PATH: '/nowhere', VODFLOW_FFMPEG: undefined, FFMPEG_BIN: undefined, VODFLOW_FFPROBE: undefined })
  return { env, resolveFrom: [join(folder, 'index.js')] }
}

const { signal } = new AbortController()

async function assumed(options: LocateOptions) {
  const facts = assumeFacts('height=720')
  return facts.ok ? createFfmpegBackend(options).assume(facts.value.facts, signal) : expect.fail('no facts')
}

test('without any ffmpeg or ffprobe both are named, with where they were looked for', async () => {
  const bare = await bareMachine()
  const [ffmpeg, ffprobe] = [await locateFfmpeg(bare), await locateFfprobe(bare, undefined)]
  expect([...ffmpeg.diagnostics, ...ffprobe.diagnostics].map(({ code }) => code)).toEqual(['ffmpeg/not-found', 'ffmpeg/probe-not-found'])
  expect(ffmpeg.diagnostics[0]?.message).toContain('PATH')
})

test('an assumed source is planned for a complete build, and that is said', async () => {
  const { ok, diagnostics } = await assumed(await bareMachine())
  expect([ok, diagnostics.map(({ code, severity }) => [code, severity])]).toEqual([true, [['ffmpeg/assumed-capabilities', 'warning']]])
})

test('looking at a source can be given up', async () => {
  const tools = await toolsAtHand()
  const path = join(await temporaryFolder(), 'film.mp4')
  await writeFile(path, 'no film')
  const given = await inspectSource({ parts: [{ path }] }, tools.capabilities, { program: tools.ffprobe, sandbox: undefined }, AbortSignal.abort())
  expect(given.diagnostics.map(({ code }) => code)).toEqual(['ffmpeg/cancelled'])
})

test('a program that says its version and nothing else is named', async () => {
  const path = join(await temporaryFolder(), 'ffmpeg')
  await writeFile(path, '#!/bin/sh\n[ "$1" = -version ] && echo "ffmpeg version 9.9 Copyright" && exit 0\nexit 3\n')
  await chmod(path, 0o755)
  const { env } = await bareMachine()
  expect((await assumed({ env: { ...env, VODFLOW_FFMPEG: path } })).diagnostics.map(({ code }) => code)).toEqual(['ffmpeg/not-answering'])
})
