/** `vodflow validate` beside an ffmpeg that cannot make everything: what it lacks is known from the cache, and nothing is started. */
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-poor-build-')))
const cache = join(root, 'cache')
const ffmpeg = join(root, 'bin/ffmpeg')
const started = join(root, 'started')
const folder = join(root, 'project')

const rich = {
  encoders: ['aac', 'gif', 'libmp3lame', 'libwebp_anim', 'libx264', 'libx265', 'mjpeg', 'mp2', 'png'], decoders: ['aac', 'h264'],
  muxers: ['flv', 'gif', 'hls', 'image2', 'ipod', 'mp3', 'mp4', 'webp'], demuxers: ['hls', 'mov'],
  filters: ['aresample', 'boxblur', 'crop', 'format', 'fps', 'overlay', 'pad', 'palettegen', 'paletteuse', 'scale', 'select', 'setsar', 'split', 'tile', 'yadif'],
  options: { fpsMode: true, statsPeriod: true }, hevcInFlv: true,
}
const poor = {
  ...rich, hevcInFlv: false, encoders: rich.encoders.filter((name) => name !== 'libx265'), muxers: rich.muxers.filter((name) => name !== 'hls'),
  filters: rich.filters.filter((name) => name !== 'tile' && name !== 'overlay'),
}

/** As an earlier command leaves it for the binary as it is now. */
function keep(abilities: unknown): void {
  const { size, mtimeMs } = statSync(ffmpeg)
  const key = createHash('sha256').update(JSON.stringify([ffmpeg, size, mtimeMs])).digest('hex').slice(0, 32)
  write('cache', { [`version-${key}.json`]: JSON.stringify('7.1-poor'), [`capabilities-1-${key}.json`]: JSON.stringify(abilities) })
}

function write(name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const validate = async (args: readonly string[] = [], options: { readonly stdin?: string } = {}) => {
  const run = await runVodflow(['validate', '--format', 'json', ...args], { cwd: folder, env: { VODFLOW_CACHE: cache, VODFLOW_FFMPEG: ffmpeg }, ...options })
  const { diagnostics } = JSON.parse(run.stdout)
  return { status: run.status, diagnostics, told: diagnostics.map(placed) }
}

interface Told {
  readonly code: string
  readonly severity: string
  readonly place: { readonly file: string; readonly line: number; readonly column: number; readonly endColumn: number }
}
const placed = ({ code, severity, place: { file, line, column, endColumn } }: Told) => `${file}:${line}:${column}-${endColumn} ${severity} ${code}`

/** Says all that is asked of it. */
const script = `case "$*" in
  -version) echo 'ffmpeg version 9.9 Copyright' ;;
  *-encoders) printf ' V....D = Video\\n ------\\n V....D libx264  words\\n A....D aac  words\\n' ;;
  *-filters) printf ' ... scale  V->V  words\\n' ;;
  *) printf ' D. = x\\n --\\n DE mp4  words\\n V....D h264  words\\n' ;;
esac
`

const watermarked = `P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(510)
  file.processActionSet:addAction(transcode)
  local sprite = ImageSpriteAction:new({ definition = 10 })
  file.processActionSet:addAction(sprite)
end
function CreateProcedure()
  return P:new()
end
`

beforeAll(async () => {
  await runVodflow(['--version']) // the bundle may have to be built first
  write('bin', { ffmpeg: `#!/bin/sh\ntouch '${started}'\nexit 1\n` })
  chmodSync(ffmpeg, 0o755)
  write('project', {
    'vodflow.config.json': '{}\n',
    'procedures/Poor.json': '{ "process": { "transcode": [{ "definition": 510 }, { "definition": 20 }, { "definition": 220 }] } }\n',
    'procedures/Over.json': '{ "process": { "transcode": [{ "definition": 20, "override": { "video": { "codec": "libx265" } } }] } }\n',
    'procedures/Own.json': '{ "process": { "transcode": [{ "definition": 301 }] } }\n',
    'procedures/Poor.lua': watermarked,
    'templates/own.json': '{ "kind": "transcode", "definition": 301, "extends": 10, "container": "flv", "video": { "codec": "libx265" } }\n',
    'a.call': 'QCVB_SimpleProcessFile({20,510},0,10)\n',
  })
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const all = [
  'a.call:1:28-31 warning ffmpeg/missing-encoder',
  'procedures/Over.json:1:84-93 warning ffmpeg/missing-encoder',
  'procedures/Poor.json:1:46-49 warning ffmpeg/missing-encoder',
  'procedures/Poor.json:1:91-94 warning ffmpeg/missing-muxer',
  'procedures/Poor.lua:4:36-39 warning ffmpeg/missing-encoder',
  'procedures/Poor.lua:6:55-57 warning ffmpeg/missing-filter',
  'templates/own.json:1:71-76 warning ffmpeg/hevc-in-flv',
  'templates/own.json:1:98-107 warning ffmpeg/missing-encoder',
]

test('each template that it cannot make, where it is written, as a warning even under --strict', async () => {
  keep(poor)
  const { status, told, diagnostics } = await validate()
  expect([status, told]).toEqual([0, all])
  expect(diagnostics[0].message).toBe(`'transcode.510' needs the encoder 'libx265', which the ffmpeg at hand (${ffmpeg} 7.1-poor) lacks; it has nothing in its place`)
  const strict = await validate(['--strict'])
  expect([strict.status, strict.told]).toEqual([0, all])
  expect((await validate(['--max-warnings', '7'])).status).toBe(1)
  expect((await validate(['--max-warnings', '8'])).status).toBe(0)
  expect((await validate(['-'], { stdin: 'QCVB_SimpleProcessFile({510})' })).told).toEqual(['<stdin>:1:25-28 warning ffmpeg/missing-encoder', ...all.slice(-2)])
})

test('nothing where the build has all, where it was never asked, has changed since, or cannot be read', async () => {
  keep(rich)
  expect((await validate()).told).toEqual([])
  keep(poor)
  const later = new Date(Date.now() + 5000)
  utimesSync(ffmpeg, later, later)
  expect((await validate()).told).toEqual([])
  keep({ ...poor, encoders: 'none' })
  expect((await validate()).told).toEqual([])
  rmSync(cache, { recursive: true })
  expect((await validate()).told).toEqual([])
  expect(existsSync(cache), 'validate only reads').toBe(false)
  expect(existsSync(started), 'validate starts nothing').toBe(false)
})

test('doctor and plan keep what they have asked, and validate knows it then', async () => {
  for (const args of [['doctor'], ['plan', 'Poor.json', '--assume', 'height=720']]) {
    const own = join(root, `cache-of-${args[0]}`)
    const program = join(root, `asked-by-${args[0]}`)
    write('.', { [`asked-by-${args[0]}`]: `#!/bin/sh\n${script}` })
    chmodSync(program, 0o755)
    const env = { VODFLOW_CACHE: own, VODFLOW_FFMPEG: program }
    const { stderr } = await runVodflow(args, { cwd: folder, env })
    expect(stderr).not.toMatch(/bug in vodflow/)
    const { stdout } = await runVodflow(['validate', 'procedures/Over.json'], { cwd: folder, env })
    expect(stdout, stderr).toContain(`needs the encoder 'libx265', which the ffmpeg at hand (${program} 9.9) lacks`)
  }
})

test('it can be silenced, and on a machine where there is nothing to silence that is no fault', async () => {
  write('project', { 'a.call': '# vodflow-ignore ffmpeg/missing-encoder: the farm has x265\nQCVB_SimpleProcessFile({20,510},0,10)\n' })
  keep(poor)
  expect((await validate(['a.call'])).told).toEqual(all.slice(-2))
  keep(rich)
  expect((await validate(['a.call', '--strict'])).told).toEqual([])
})
