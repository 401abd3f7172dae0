import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capabilitiesOf, diagnoseFfmpeg, locateFfmpeg, locateFfprobe } from '../../src/locate/index.ts'
import { parseDecoders, parseNames } from '../../src/locate/parse-lists.ts'
import { ffmpegPlaces } from '../../src/locate/places.ts'
import { packagedProgram, temporaryFolder, testEnvironment } from '../helpers/machine.ts'

test('the order of looking is variable, older variable, ffmpeg-static, PATH, package', () => {
  const places = [...ffmpegPlaces({ VODFLOW_FFMPEG: '/a', FFMPEG_BIN: '/b', PATH: '/c:/d:/c' }, [])]
  expect(places.map((place) => place.name)).toEqual(['VODFLOW_FFMPEG', 'FFMPEG_BIN', 'ffmpeg-static', 'PATH', 'PATH', '@ffmpeg-installer/ffmpeg'])
  expect(places.map((place) => place.path)).toEqual(['/a', '/b', undefined, '/c/ffmpeg', '/d/ffmpeg', undefined])
})

test.each(['VODFLOW_FFMPEG', 'FFMPEG_BIN'])('%s that names no working program is an error, though PATH has one', async (variable) => {
  const folder = await temporaryFolder()
  const text = join(folder, 'ffmpeg')
  await writeFile(text, '#!/bin/sh\nexit 3\n')
  await chmod(text, 0o755)
  for (const path of [join(folder, 'missing'), folder, text]) {
    const found = await locateFfmpeg({ env: testEnvironment({ VODFLOW_FFMPEG: undefined, FFMPEG_BIN: undefined, [variable]: path }) })
    expect(found.ok).toBe(false)
    expect(found.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['ffmpeg/not-working'])
    expect(found.diagnostics[0]?.message).toContain(variable)
  }
})

test('an ffmpeg on PATH that does not run is passed over', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'ffmpeg'), '#!/bin/sh\nexit 1\n')
  await chmod(join(folder, 'ffmpeg'), 0o755)
  const found = await locateFfmpeg({ env: testEnvironment({ VODFLOW_FFMPEG: undefined, FFMPEG_BIN: undefined, PATH: `${folder}:${process.env['PATH']}` }) })
  expect(found.ok && found.value.path).not.toBe(join(folder, 'ffmpeg'))
  expect(found.ok).toBe(true)
})

test('a package without the executable bit is mended', async () => {
  const original = packagedProgram('@ffprobe-installer', 'ffprobe')
  if (original === undefined) return
  const folder = await temporaryFolder()
  const packages = join(folder, 'node_modules', '@ffprobe-installer')
  const platform = `${process.platform}-${process.arch}`
  for (const name of ['ffprobe', platform]) {
    await mkdir(join(packages, name), { recursive: true })
    await writeFile(join(packages, name, 'package.json'), JSON.stringify({ name: `@ffprobe-installer/${name}` }))
  }
  const copy = join(packages, platform, 'ffprobe')
  await copyFile(original, copy)
  await chmod(copy, 0o644)
  const env = testEnvironment({ PATH: '/nowhere', VODFLOW_FFPROBE: undefined })
  const found = await locateFfprobe({ env, resolveFrom: [join(folder, 'index.js')] }, undefined)
  expect(found.ok && found.value).toMatchObject({ place: '@ffprobe-installer/ffprobe', path: copy })
})

test('capabilities are kept, a broken cache is asked again, and a cache that cannot be written is no error', async () => {
  const cache = join(await temporaryFolder(), 'deep', 'cache')
  const env = testEnvironment({ VODFLOW_CACHE: cache })
  const ffmpeg = await locateFfmpeg({ env })
  if (!ffmpeg.ok) return expect.fail(ffmpeg.diagnostics[0]?.message)
  const first = await capabilitiesOf(ffmpeg.value, undefined, env)
  const name = (await readdir(cache)).find((file) => file.startsWith('capabilities-')) ?? ''
  const kept = await readFile(join(cache, name), 'utf8')
  await writeFile(join(cache, name), kept.slice(0, 40))
  expect(await capabilitiesOf(ffmpeg.value, undefined, env)).toEqual(first)
  expect(await readFile(join(cache, name), 'utf8')).toBe(kept)
  await writeFile(join(cache, name), kept.replace('"libx264"', '"kept-and-read"'))
  const again = await capabilitiesOf(ffmpeg.value, undefined, env)
  expect(again.ok && again.value.encoders).toContain('kept-and-read')
  const unwritable = await capabilitiesOf(ffmpeg.value, undefined, { ...env, VODFLOW_CACHE: '/dev/null/cache' })
  expect(unwritable).toEqual(first)
})

test('the build of 2018 lacks the options that newer ones have', async () => {
  const path = packagedProgram('@ffmpeg-installer', 'ffmpeg')
  if (path === undefined) return
  const env = testEnvironment({ VODFLOW_FFMPEG: path })
  const found = await locateFfmpeg({ env })
  if (!found.ok) return expect.fail(found.diagnostics[0]?.message)
  const old = await capabilitiesOf(found.value, undefined, env)
  if (!old.ok) return expect.fail(old.diagnostics[0]?.message)
  expect(old.value.options).toEqual({ fpsMode: false, statsPeriod: false })
  expect(old.value.hevcInFlv).toBe(false)
  expect(old.value.encoders).toEqual(expect.arrayContaining(['libx264', 'libx265', 'aac', 'gif']))
  expect(old.value.filters).toEqual(expect.arrayContaining(['overlay', 'scale', 'tile', 'zscale']))
  expect(old.value.muxers).toEqual(expect.arrayContaining(['mp4', 'hls', 'tee']))
})

test('the doctor reports what there is', async () => {
  const report = await diagnoseFfmpeg({ env: testEnvironment() })
  expect(report.ok).toBe(true)
  expect(report.attempts.filter((attempt) => attempt.state === 'used').map((attempt) => attempt.program)).toEqual(['ffmpeg', 'ffprobe'])
  expect(report.abilities.find((ability) => ability.name === 'H.264 in MP4')?.ok).toBe(true)
})

test('the doctor works with no ffmpeg at all, and says how to mend that', async () => {
  const env = { PATH: '/nowhere', VODFLOW_FFMPEG: '/nowhere/ffmpeg', VODFLOW_FFPROBE: '/nowhere/ffprobe', VODFLOW_CACHE: '/dev/null/cache' }
  const report = await diagnoseFfmpeg({ env })
  expect(report).toMatchObject({ ok: false, abilities: [] })
  expect(report.ffmpeg).toBeUndefined()
  expect(report.mend[0]).toContain('VODFLOW_FFMPEG')
})

test('a cache where no folder can be made costs time, and nothing else', { timeout: 20_000 }, async () => {
  const found = await locateFfmpeg({ env: { ...testEnvironment(), VODFLOW_CACHE: '/proc/vodflow/cache' } })
  expect(found.ok && (await capabilitiesOf(found.value, undefined, { ...testEnvironment(), VODFLOW_CACHE: '/proc/vodflow/cache' }))).toMatchObject({ ok: true })
})

test('lists are read below their legend, decoders also by the codec they decode', () => {
  const filters = 'Filters:\n  T.. = Timeline support\n  A = Audio\n ..C scale             V->V       Scale.\n T.. overlay           VV->V      Overlay.\n'
  expect(parseNames(filters)).toEqual(['overlay', 'scale'])
  expect(parseNames('File formats:\n D. = Demuxing\n --\n D  matroska,webm   Matroska\n')).toEqual(['matroska', 'webm'])
  const legend = 'Decoders:\n V..... = Video\n ------\n'
  expect(parseDecoders(`${legend} V....D libdav1d             dav1d (codec av1)\n V....D av1                  AV1\n`)).toEqual(['av1', 'libdav1d'])
  expect(parseDecoders(`${legend} V....D av1                  AV1\n V..... av1_qsv  x (codec av1)\n`)).toEqual([])
})
