/** What is wrong from the start: one clear sentence, quickly, nothing half-written. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, processesNaming, readResult } from './film-folder.ts'
import { bin, runVodflow } from './run-vodflow.ts'

const films = createFilmFolder('refusals')
const call = 'QCVB_SimpleProcessFile({10},0,10,10)'
let film = ''
beforeAll(async () => {
  film = await films.film()
  await runVodflow(['--version']) // the bundle may have to be built first
}, 120_000)
afterAll(films.remove)

const megabyte = `QCVB_SimpleProcessFile({${'10,'.repeat(350_000)}10})`

/** ffmpeg and ffprobe stand where bubblewrap does, so the two are linked into a folder of their own. */
function withoutSandbox(): NodeJS.ProcessEnv {
  const bin = films.path('bin')
  if (!existsSync(bin)) {
    mkdirSync(bin)
    for (const tool of ['ffmpeg', 'ffprobe']) symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(bin, tool))
  }
  return { PATH: bin }
}

const refusals: readonly { readonly name: string; readonly args: () => readonly string[]; readonly says: RegExp; readonly stdin?: string; readonly env?: NodeJS.ProcessEnv }[] = [
  { name: 'an unknown procedure', args: () => ['run', 'QCVB_SimplProcessFile(10)', '-i', film, '-o', films.path('no')], says: /QCVB_SimpleProcessFile/ },
  { name: 'a call that is no call', args: () => ['run', 'QCVB_SimpleProcessFile(10', '-i', film, '-o', films.path('no')], says: /\[call\// },
  { name: 'full-width marks', args: () => ['compile', 'QCVB_SimpleProcessFile（{10}，0）'], says: /full-width/ },
  { name: 'an unknown template', args: () => ['run', 'QCVB_SimpleProcessFile({99999})', '-i', film, '-o', films.path('no')], says: /99999/ },
  { name: 'a call of a megabyte', args: () => ['run', '-', '-i', film, '-o', films.path('no')], stdin: megabyte, says: /call\// },
  { name: 'JSON nested ten thousand deep', args: () => ['run', films.path('deep.json'), '-i', film, '-o', films.path('no')], says: /deep\.json/ },
  { name: 'an output below a file', args: () => ['run', call, '-i', film, '-o', join(film, 'out')], says: /film\.mp4/ },
  { name: 'an output that is a file', args: () => ['run', call, '-i', film, '-o', film], says: /film\.mp4/ },
  { name: 'an output where nothing can be made', args: () => ['run', call, '-i', film, '-o', '/proc/vodflow/out'], says: /\/proc\/vodflow\/out/ },
  { name: 'an output with other things in it', args: () => ['run', call, '-i', film, '-o', films.path('full')], says: /--force/ },
  { name: 'a URL', args: () => ['compile', call, '-i', 'http://127.0.0.1/a.mp4?sign=fake-secret'], says: /^vodflow: 'http:\/\/127.0.0.1\/a.mp4' is a URL, which only 'vodflow run' pulls .* --assume in its place, or a file\n$/ },
  { name: 'a plan of a URL', args: () => ['plan', call, '-i', 'https://example.com/a.mp4'], says: /^vodflow: 'https:\/\/example.com\/a.mp4' is a URL, .* --assume in its place, or a file\n$/ },
  { name: 'a plan of a film and a URL', args: () => ['plan', call, '-i', film, '-i', 's3://bucket/a.mp4'], says: /^vodflow: 's3:\/\/bucket\/a.mp4' is a URL, .* --assume in its place, or a file\n$/ },
  { name: 'no ffmpeg where the variable says', args: () => ['run', call, '-i', film, '-o', films.path('no')], env: { VODFLOW_FFMPEG: '/nowhere/ffmpeg' }, says: /VODFLOW_FFMPEG names '\/nowhere\/ffmpeg'/ },
  { name: 'no sandbox where one is required', args: () => ['run', call, '-i', film, '-o', films.path('no'), '--sandbox', 'require'], env: withoutSandbox(), says: /\[ffmpeg\/no-sandbox\]/ },
  { name: 'no sandbox where the variable requires one, for a URL', args: () => ['run', call, '-i', 'https://127.0.0.1:9/a.mp4', '-o', films.path('no')], env: { ...withoutSandbox(), VODFLOW_SANDBOX: 'require' }, says: /\[ffmpeg\/no-sandbox\]/ },
  { name: 'a word that VODFLOW_SANDBOX does not know', args: () => ['run', call, '-i', film, '-o', films.path('no')], env: { VODFLOW_SANDBOX: 'Require' }, says: /^vodflow: VODFLOW_SANDBOX is 'Require'; 'auto', 'off' and 'require' are allowed\n$/ },
  { name: 'a plan over the film', args: () => ['plan', call, '-i', film, '-o', film], says: /film\.mp4' is there and is no plan/ },
  { name: 'a plan over a device', args: () => ['plan', call, '-i', film, '-o', '/dev/null'], says: /'\/dev\/null' is no ordinary file/ },
  { name: 'a plan over a folder', args: () => ['plan', call, '-i', film, '-o', films.path('full')], says: /full' is a folder/ },
  { name: 'a project that is not there', args: () => ['compile', call, '--project', films.path('nowhere')], says: /nowhere/ },
]

describe('refused with exit status 2 within three seconds', () => {
  beforeAll(() => {
    writeFileSync(films.path('deep.json'), '['.repeat(10_000) + ']'.repeat(10_000))
    mkdirSync(films.path('full'))
    writeFileSync(films.path('full/mine.txt'), 'mine')
  })

  test.each(refusals)('$name', async ({ args, says, stdin, env }) => {
    const startedAt = performance.now()
    const { status, stdout, stderr } = await runVodflow(args(), { ...(stdin !== undefined && { stdin }), ...(env && { env }) })
    expect(stderr).toMatch(says)
    expect(stderr.length, stderr.slice(0, 3000)).toBeLessThan(2000)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(performance.now() - startedAt).toBeLessThan(3000)
    expect(existsSync(films.path('no'))).toBe(false)
    expect(readdirSync(films.path('full'))).toEqual(['mine.txt'])
  })
})

describe('a source at fault is exit status 1, with a result that says so', () => {
  test.each([
    ['a text', () => writeFileSync(films.path('text.mp4'), 'not a film at all\n'.repeat(100)), 'text.mp4'],
    ['an empty file', () => writeFileSync(films.path('empty.mp4'), ''), 'empty.mp4'],
    ['a folder', () => mkdirSync(films.path('folder.mp4')), 'folder.mp4'],
    ['nothing', () => {}, 'missing.mp4'],
  ])('%s', async (_, make, name) => {
    make()
    const out = films.path(`out-${name}`)
    const startedAt = performance.now()
    const { status, stdout } = await runVodflow(['run', call, '-i', films.path(name), '-o', out])
    expect(performance.now() - startedAt).toBeLessThan(3000)
    expect(status).toBe(1)
    expect(stdout.split(`${name}'`).length - 1, 'the reason is told once').toBe(1)
    expect(readResult(out)).toMatchObject({ status: 'FINISH', errCode: 30009 })
    expect(filesBelow(out).filter((file) => /^(v|sample|cover)\./.test(file))).toEqual([])
  })
})

function mountTiny(path: string): boolean {
  mkdirSync(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'none', path], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('SKIPPED: the full disk, since no tmpfs can be mounted here\n')
    return false
  }
}

test('a full disk: one sentence, nothing half-made, no process left', { timeout: 60_000 }, async (context) => {
  const disk = films.path('disk')
  if (!mountTiny(disk)) return context.skip()
  try {
    const { status, stdout, stderr } = await runVodflow(['run', 'QCVB_SimpleProcessFile({30},0,10,10)', '-i', await films.longFilm(), '-o', join(disk, 'out')])
    expect(status).toBe(1)
    expect(stdout + stderr).toMatch(/no space is left/)
    expect(filesBelow(join(disk, 'out')).filter((name) => name.endsWith('.mp4'))).toEqual([])
    expect(processesNaming('long.mp4')).toEqual([])
  } finally {
    execFileSync('umount', [disk])
  }
})

test.skipIf(!existsSync('/dev/full'))('a standard output that cannot be written is told', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawnSync(process.execPath, [bin, 'templates', '--json'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' })
  closeSync(full)
  expect(child.stderr).toMatch(/^vodflow: standard output cannot be written: .*no space/)
  expect(child.status).toBe(2)
})
