/** Master and renditions, plain and encrypted, in hls.js in a real browser: to the end, through both levels, frame for frame. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { masterKeyOf } from '@vodflow/kms'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chromiumArguments, chromiumProgram } from './browser-program.ts'
import { filesBelow } from './film-folder.ts'
import { createHlsProject, fakeMaster, mastersIn, playlistIn, threeSegments } from './hls-run.ts'
import { serveHls, type HlsServer } from './hls-server.ts'
import { playerPage, watchScript, type Watched } from './player-page.ts'

const program = chromiumProgram()
if (program === undefined) process.stderr.write('SKIPPED: HLS in a real player, since there is no chromium; install one, or name it with VODFLOW_CHROMIUM\n')

/** A browser at play, on a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000 })

const fps = 12_000 / 1001
const times = [0.5, 9.9, 10.1, 21.5]

const sizes = [{ width: 128, height: 72 }, { width: 256, height: 144 }]

function expectWhole(watched: Watched, levels: readonly object[]): void {
  expect(watched.fatal).toBe('')
  expect(watched.levels.map(({ width, height }) => ({ width, height }))).toEqual(levels)
  expect(watched.ended || watched.currentTime >= watched.duration - 0.5).toBe(true)
  expect(watched.duration).toBeGreaterThan(21.5)
  for (const { seconds, frame } of watched.seen) expect(Math.abs(frame - seconds * fps), `frame ${frame} at ${seconds} s`).toBeLessThanOrEqual(1.5)
  expect(watched.seen).toHaveLength(times.length)
}

describe.skipIf(program === undefined)('hls.js', () => {
  const { place, run } = createHlsProject('player')
  const out = place.path('out')
  const pages = { 'player.html': playerPage, 'hls.js': readFileSync(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'), 'utf8') }
  const servers: HlsServer[] = []
  let browser: Browser | undefined
  let closed = ''
  let open = ''

  beforeAll(async () => {
    await threeSegments(place.path('film.mp4'), '12000/1001')
    const [launched, ran] = await Promise.all([chromium.launch({ executablePath: program ?? '', args: [...chromiumArguments] }), run('film.mp4', 'out')])
    browser = launched
    expect(ran.status, ran.stderr).toBe(0)
    const masters = mastersIn(filesBelow(out))
    const isClosed = (name: string): boolean => {
      const { read } = playlistIn(out, name)
      return read.kind === 'master' && playlistIn(out, read.variants[0]?.uri ?? '').text.includes('#EXT-X-KEY')
    }
    closed = masters.find(isClosed) ?? ''
    open = masters.find((name) => !isClosed(name)) ?? ''
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    for (const server of servers) await server.close()
    place.remove()
  })

  async function watch(playlist: string, keys: Parameters<typeof serveHls>[1] = fakeMaster): Promise<Watched> {
    const server = await serveHls(out, keys, pages)
    servers.push(server)
    const page = await browser?.newPage()
    await page?.goto(`${server.origin}/player.html`)
    // The script is a text that gives this shape.
    const watched = (await page?.evaluate(`(${watchScript})(${JSON.stringify(`${server.origin}/${playlist}`)}, ${JSON.stringify(times)})`)) as Watched
    await page?.close()
    return watched
  }

  test('plays an encrypted master playlist to its end, through both levels', async () => {
    const watched = await watch(closed)
    expectWhole(watched, sizes)
    expect(new Set(watched.switched)).toEqual(new Set([0, 1]))
  })

  test('plays the plain one just so', async () => {
    const watched = await watch(open)
    expectWhole(watched, sizes)
    expect(new Set(watched.switched)).toEqual(new Set([0, 1]))
  })

  test('plays nothing without the key, and nothing with another one', async () => {
    const [without, another] = await Promise.all([watch(closed, masterKeyOf(Buffer.alloc(32, 0xfb))), watch(closed, Buffer.from('another fake key'))])
    expect(without).toMatchObject({ fatal: 'keyLoadError 403', ended: false, currentTime: 0 })
    expect(another).toMatchObject({ fatal: expect.stringMatching(/^frag(?:Decrypt|Parsing)Error/), ended: false, currentTime: 0 })
  })
})
