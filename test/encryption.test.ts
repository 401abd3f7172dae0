/** Encrypted HLS from the command line to a client that knows nothing of us: the run, its records, and ffmpeg as a player. */
import { spawn } from 'node:child_process'
import { createDecipheriv } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { masterKeyOf, unwrap } from '@vodflow/kms'
import { runTestFfmpeg, type MasterPlaylist, type MediaPlaylist } from '@vodflow/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { filesBelow } from './film-folder.ts'
import { createHlsProject, fakeMaster, fakeMasterKey, mastersIn, playlistIn, threeSegments, withKey } from './hls-run.ts'
import { serveHls } from './hls-server.ts'
import { bin, runVodflow } from './run-vodflow.ts'

const { place, run } = createHlsProject('encryption', { verify: { ssim: 0.6 } })
const out = place.path('out')
let closed: readonly string[] = []
let open: readonly string[] = []
let edk = ''
let dataKey: Buffer = Buffer.alloc(0)

beforeAll(async () => {
  await threeSegments(place.path('film.mp4'), '12000/1001')
  const ran = await run('film.mp4', 'out', withKey, ['--file-id', '5285890784246869930'])
  expect(ran.status, ran.stderr).toBe(0)
  const renditions = filesBelow(out).filter((name) => name.startsWith('v.') && name.endsWith('.m3u8'))
  closed = renditions.filter((name) => playlistIn(out, name).text.includes('#EXT-X-KEY'))
  open = renditions.filter((name) => !closed.includes(name))
  ;[edk = ''] = result().drm?.edkList ?? []
  const opened = unwrap(fakeMaster, edk)
  if (opened.ok) dataKey = opened.dataKey
}, 60_000)
afterAll(() => place.remove())

/** Several runs each, on a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

interface Result {
  readonly fileId: string
  readonly drm?: { readonly definition: number; readonly keySource: string; readonly getKeyUrl: string; readonly edkList: readonly string[] }
}

// Read back only to be compared field by field.
const result = (): Result => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result

function media(name: string): MediaPlaylist {
  const { read } = playlistIn(out, name)
  return read.kind === 'media' ? read : expect.fail(`${name} is a master playlist`)
}

function master(name: string): MasterPlaylist {
  const { read } = playlistIn(out, name)
  return read.kind === 'master' ? read : expect.fail(`${name} is a media playlist`)
}

test('the result says what players need, as the wire has it', () => {
  expect(result()).toMatchObject({ fileId: '5285890784246869930', drm: { definition: 910, keySource: 'VodBuildInKMS', getKeyUrl: 'https://keys.example/get?app=demo#player', edkList: [expect.stringMatching(/^[\w-]{60,}$/)] } })
  expect(unwrap(fakeMaster, edk)).toMatchObject({ ok: true, fileId: '5285890784246869930' })
})

test('one key for both sizes, an IV for each, and the address as the template has it with three parameters more', () => {
  const keys = closed.map((name) => media(name).segments.map(({ key }) => key))
  expect(keys.map((each) => each.length)).toEqual([3, 3])
  const address = `https://keys.example/get?app=demo&fileId=5285890784246869930&keySource=VodBuildInKMS&edk=${edk}#player`
  expect(new Set(keys.flat().map((key) => key?.uri))).toEqual(new Set([address]))
  expect(new Set(keys.flat().map((key) => key?.iv.toString('hex'))).size).toBe(2)
})

test('a segment is a transport stream under its key alone', () => {
  for (const name of closed) {
    for (const { uri, key } of media(name).segments) {
      const bytes = readFileSync(join(out, uri))
      expect(bytes.length % 16).toBe(0)
      const decipher = createDecipheriv('aes-128-cbc', dataKey, key?.iv ?? Buffer.alloc(16))
      const plain = Buffer.concat([decipher.update(bytes), decipher.final()])
      expect([plain.length % 188, ...[0, 188, 376].map((at) => plain[at])]).toEqual([0, 0x47, 0x47, 0x47])
      expect([bytes[0], bytes[188], bytes[376]]).not.toEqual([0x47, 0x47, 0x47])
    }
  }
})

test('an encrypted output is held against its source like any other', () => {
  const finished = readFileSync(join(out, 'events.jsonl'), 'utf8').split('\n').filter((line) => line.includes('"step-finished"'))
  const measured = finished.flatMap((line) => [...line.matchAll(/"ssim":([\d.]+)/g)].map(([, ssim]) => Number(ssim)))
  expect(measured).toHaveLength(2)
  for (const ssim of measured) expect(ssim > 0.6 && ssim < 1, `an SSIM of ${ssim}`).toBe(true)
  expect(filesBelow(out).filter((name) => name.includes('unlocked'))).toEqual([])
})

test('the key is in no file, and what it came in is gone', () => {
  const shapes = [dataKey.toString('latin1'), dataKey.toString('hex'), dataKey.toString('base64').slice(0, 21), dataKey.toString('base64url').slice(0, 21)]
  const secrets = [...shapes, fakeMasterKey, Buffer.from(fakeMasterKey, 'hex').toString('latin1')]
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(15)
  for (const file of files) for (const secret of secrets) expect(readFileSync(file).includes(Buffer.from(secret, 'latin1')), file).toBe(false)
  expect(files.filter((file) => /key|work|opened/.test(file.slice(out.length)))).toEqual([])
})

/** The MD5 of every decoded picture and sound. */
const framesOf = async (input: string, ...options: readonly string[]): Promise<string> => (await runTestFfmpeg([...options, '-i', input, '-map', '0:v:0', '-map', '0:a:0', '-f', 'framemd5', '-'])).toString('utf8')
const asPlayer = ['-protocol_whitelist', 'file,http,tcp,crypto', '-allowed_extensions', 'ALL']

/** Stream and MD5 of each, by the stream. */
const hashes = (text: string): readonly string[] => lines(text).filter((line) => line !== '').map((line) => `${line.split(',')[0]} ${line.split(',').at(-1)}`).toSorted((a, b) => Number(a[0]) - Number(b[0]))
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => !line.startsWith('#'))

/** All segments of a playlist in the clear, in one file; transport streams can be put together as they are. */
function decrypted(name: string): string {
  const parts = media(name).segments.map(({ uri, key }) => {
    const decipher = createDecipheriv('aes-128-cbc', dataKey, key?.iv ?? Buffer.alloc(16))
    return Buffer.concat([decipher.update(readFileSync(join(out, uri))), decipher.final()])
  })
  writeFileSync(place.path('decrypted.ts'), Buffer.concat(parts))
  return place.path('decrypted.ts')
}

test('ffmpeg as a player gets every frame and every sound, and asks for the key once', async () => {
  const server = await serveHls(out, fakeMaster)
  try {
    const [name = ''] = closed
    const [played, plain] = await Promise.all([framesOf(`${server.origin}/${name}`, ...asPlayer), framesOf(decrypted(name))])
    // 22 s of pictures, and of sounds of 1024 samples.
    expect(lines(played).length).toBeGreaterThan(22 * (12_000 / 1001 + 44_100 / 1024) - 5)
    expect(hashes(played)).toEqual(hashes(plain))
    expect(server.asked.filter((path) => path.startsWith('/get?'))).toHaveLength(1)
  } finally {
    await server.close()
  }
})

test('with another master key the key server gives nothing, and ffmpeg plays nothing', async () => {
  const server = await serveHls(out, masterKeyOf(Buffer.alloc(32, 0xfb)))
  try {
    const played = await framesOf(`${server.origin}/${closed[0] ?? ''}`, ...asPlayer).catch(() => '')
    expect(lines(played).filter((line) => line !== '')).toEqual([])
  } finally {
    await server.close()
  }
})

test('`vodflow drm key` gives what DescribeDrmDataKey does, for ten at most, and for its own master key', async () => {
  const options = { cwd: place.path('.'), env: withKey }
  const [shown, json, many, wrong, none] = await Promise.all([
    runVodflow(['drm', 'key', edk], options), runVodflow(['drm', 'key', edk, edk, '--json'], options), runVodflow(['drm', 'key', ...Array(11).fill(edk)], options),
    runVodflow(['drm', 'key', edk], { ...options, env: { VODFLOW_TEST_MASTER_KEY: 'fb'.repeat(32) } }), runVodflow(['drm', 'key', edk], { ...options, env: { VODFLOW_TEST_MASTER_KEY: '' } }),
  ])
  const dk = dataKey.toString('base64')
  expect([shown.status, shown.stdout]).toEqual([0, `${dk}\n`])
  expect(JSON.parse(json.stdout)).toEqual({ keyList: [{ edk, dk }, { edk, dk }] })
  expect([many.status, wrong.status, none.status]).toEqual([2, 2, 2])
  expect(many.stderr).toContain('at most 10')
  expect(wrong.stderr).toContain('another master key')
  expect(none.stderr).toContain("'VODFLOW_TEST_MASTER_KEY'")
})

test('without a master key a plan says so, and a run is refused before any work', async () => {
  const env = { VODFLOW_TEST_MASTER_KEY: '' }
  const planned = await runVodflow(['plan', './Both.json', '-i', 'film.mp4'], { cwd: place.path('.'), env })
  expect([planned.status, planned.stdout]).toEqual([0, expect.stringContaining("cannot be done here: drm 910 encrypts, and the variable 'VODFLOW_TEST_MASTER_KEY', which holds the master key, is not set")])
  const ran = await run('film.mp4', 'refused', env)
  expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('[plan/step-unavailable]')])
  expect(readdirSync(place.path('.'))).not.toContain('refused')
})

test('what is lost is made again under the same key, and not with another master key', async () => {
  const [name = ''] = closed
  rmSync(join(out, name))
  const wrong = await run('film.mp4', 'out', { VODFLOW_TEST_MASTER_KEY: 'fb'.repeat(32) }, ['--file-id', '5285890784246869930'])
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('[run/other-master-key]')])
  const again = await run('film.mp4', 'out', withKey, ['--file-id', '5285890784246869930'])
  expect(again.status, again.stderr).toBe(0)
  expect(media(name).segments[0]?.key?.uri).toContain(`edk=${edk}#`)
  expect(result().drm?.edkList).toEqual([edk])
})

test('a plan file holds no key and no address, and is applied with a key of its run', async () => {
  const options = { cwd: place.path('.'), env: withKey }
  // A second of the film: what is looked at is its key.
  await runTestFfmpeg(['-i', place.path('film.mp4'), '-t', '1', '-c', 'copy', place.path('short.mp4')])
  const planned = await runVodflow(['plan', './Both.json', '-i', 'short.mp4', '-o', 'plan.json'], options)
  expect(planned.status, planned.stderr).toBe(0)
  expect(readFileSync(place.path('plan.json'), 'utf8')).not.toMatch(new RegExp(`edk=|app=demo|${fakeMasterKey}`))
  const applied = await runVodflow(['apply', 'plan.json', '-o', 'applied'], { ...options, env: { VODFLOW_TEST_MASTER_KEY: '' } })
  expect([applied.status, applied.stderr]).toEqual([2, expect.stringContaining('[run/no-master-key]')])
})

test('the key goes with the run, even where nobody waits for its end', async () => {
  const work = place.path('left/.vodflow/work')
  const child = spawn(process.execPath, [bin, 'run', './Both.json', '-i', 'film.mp4', '-o', 'left'], { cwd: place.path('.'), env: { ...process.env, ...withKey }, stdio: 'ignore' })
  const gone = once(child, 'exit')
  const keys = (): readonly string[] => (existsSync(work) ? readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => /\bdata\.key$/.test(name)) : [])
  while (child.exitCode === null && keys().length === 0) await sleep(5)
  expect(keys()).toHaveLength(1)
  // As two Ctrl-C, which the system may give as one.
  child.kill('SIGINT')
  child.kill('SIGTERM')
  expect(await gone).toEqual([130, null])
  expect(keys()).toEqual([])
})

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

test('a step of a plan prints as a command, and the steps in one folder share a key', async () => {
  const options = { cwd: place.path('.'), env: withKey }
  const planned = await runVodflow(['plan', './Both.json', '-i', 'short.mp4', '--without', 'all', '-o', 'steps.json'], options)
  const ids = [...planned.stdout.matchAll(/vodflow step \S+ (transcode\S+)/g)].map(([, id]) => id ?? '')
  expect(ids).toHaveLength(2)
  for (const id of ids) {
    const done = await runVodflow(['step', 'steps.json', id, '-o', 'by-steps'], options)
    expect(done.status, done.stderr).toBe(0)
  }
  const addresses = filesBelow(place.path('by-steps')).filter((name) => name.endsWith('.m3u8')).map((name) => {
    const { read } = playlistIn(place.path('by-steps'), name)
    return read.kind === 'media' ? read.segments[0]?.key?.uri : ''
  })
  expect(addresses).toEqual([expect.stringContaining('/get?app=demo&fileId='), addresses[0]])
  const none = await runVodflow(['step', 'steps.json', ids[0] ?? '', '-o', 'elsewhere'], { ...options, env: { VODFLOW_TEST_MASTER_KEY: '' } })
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("the variable 'VODFLOW_TEST_MASTER_KEY'")])
  writeFileSync(place.path('templates/drm.json'), JSON.stringify({ kind: 'drm', definition: 910, keySource: 'VodBuildInKMS', getKeyUrl: 'https://other.example/get?app=demo' }))
  const changed = await runVodflow(['step', 'steps.json', ids[0] ?? '', '-o', 'elsewhere'], options)
  expect([changed.status, changed.stderr]).toEqual([2, expect.stringContaining('drm template 910 has changed since')])
})

test('the master playlists are right for what lies beside them', () => {
  const names = mastersIn(filesBelow(out))
  expect(names).toHaveLength(2)
  for (const name of names) {
    const { variants } = master(name)
    expect(variants.map(({ width, height, codecs }) => [width, height, codecs])).toEqual([
      [128, 72, [expect.stringMatching(/^avc1\.42[cd]0[0-9a-f]{2}$/), 'mp4a.40.2']], [256, 144, [expect.stringMatching(/^avc1\.42[cd]0[0-9a-f]{2}$/), 'mp4a.40.2']],
    ])
    for (const { uri, bandwidth, averageBandwidth, frameRate } of variants) {
      const { segments } = media(uri)
      const bits = segments.map((segment) => readFileSync(join(out, segment.uri)).length * 8)
      // Of 10, 10 and 2 seconds: the first two by themselves, and the last with the one before (RFC 8216 §4.1).
      const rows = [[0, 1], [1, 2], [1, 3]] as const
      const peak = Math.max(...rows.map(([from, to]) => sum(bits.slice(from, to)) / sum(segments.slice(from, to).map(({ seconds }) => seconds))))
      const average = sum(bits) / sum(segments.map(({ seconds }) => seconds))
      expect(bandwidth).toBeGreaterThanOrEqual(Math.floor(peak))
      expect(bandwidth).toBeLessThanOrEqual(peak * 1.001)
      expect(Math.abs((averageBandwidth ?? 0) / average - 1)).toBeLessThan(0.01)
      expect(frameRate).toBeCloseTo(11.988, 2)
    }
  }
})

test('every segment begins at the same time in all renditions, with a key frame of its own', async () => {
  const starts = [...open, ...closed].map((name) => media(name).segments.map(({ seconds }) => seconds))
  expect(new Set(starts.map((each) => JSON.stringify(each))).size).toBe(1)
  const keyTimes = await Promise.all(open.map(async (name) => {
    const shown = (await runTestFfmpeg(['-skip_frame', 'nokey', '-copyts', '-i', join(out, name), '-map', '0:v:0', '-vsync', 'passthrough', '-f', 'framecrc', '-'])).toString('utf8')
    return lines(shown).filter((line) => line !== '').map((line) => Number(line.split(',')[2]))
  }))
  expect(keyTimes[0]?.length).toBeGreaterThanOrEqual(3)
  expect(keyTimes[0]).toEqual(keyTimes[1])
})

