/** Sources that are URLs, from a real server, through the whole program. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fakeCertificate } from '../packages/pull/test/fake-certificate.ts'
import { createFilmFolder, readResult } from './film-folder.ts'
import { servePulledFilm, type PulledFilm } from './pulled-film.ts'
import { bin, runVodflow, type Finished } from './run-vodflow.ts'

const films = createFilmFolder('pull')
const project = films.path('project')
// The cover alone: what is tried is the way to the film.
const call = 'QCVB_SimpleProcessFile(0,0,10)'
const secret = 'sign=fake-secret'
let film = ''
let server: PulledFilm
beforeAll(async () => {
  film = await films.film()
  mkdirSync(project)
  writeFileSync(join(project, 'vodflow.config.json'), '{ "pull": { "allow": ["127.0.0.0/8"] } }')
  server = await servePulledFilm(film)
  await runVodflow(['--version'])
}, 120_000)
afterAll(async () => {
  await server.close()
  films.remove()
})

function pulling(url: string, out: string, ...more: readonly string[]): Promise<Finished> {
  return runVodflow(['run', call, '-i', url, '-o', out, '--project', project, ...more])
}

const md5Of = (path: string): string => createHash('md5').update(readFileSync(path)).digest('hex')
const log = (out: string): string => (existsSync(join(out, '.vodflow/run.jsonl')) ? readFileSync(join(out, '.vodflow/run.jsonl'), 'utf8') : '')

function partSize(out: string): number {
  const folder = join(out, '.vodflow/source')
  const [key] = existsSync(folder) ? readdirSync(folder) : []
  const part = join(folder, key ?? '', 'source.part')
  return existsSync(part) ? statSync(part).size : 0
}

/** Kills a run, as a power cut would its process, at the first moment at which this holds. */
async function killedWhen(url: string, out: string, holds: () => boolean): Promise<void> {
  const child = spawn(process.execPath, [bin, 'run', call, '-i', url, '-o', out, '--project', project], { stdio: 'ignore' })
  const gone = once(child, 'exit')
  while (child.exitCode === null && !holds()) await sleep(1)
  child.kill('SIGKILL')
  await gone
}

test('a URL gives a result of what came, and tells no secret', async () => {
  const out = films.path('out')
  const { status, stdout, stderr } = await pulling(`${server.url}?${secret}`, out, '--file-md5', md5Of(film).toUpperCase())
  expect(status, stderr).toBe(0)
  expect(stderr).toContain(`pulling ${server.url}\n`)
  const result = readResult(out)
  expect(result.metaData).toMatchObject({ md5: md5Of(film), size: statSync(film).size })
  expect(result.processTaskList[0]).toEqual({
    taskType: 'PullFile', status: 'SUCCESS', errCode: 0, message: '',
    input: { url: server.url, fileName: 'film.mp4', md5: md5Of(film) }, output: { fileId: '', fileSize: statSync(film).size, url: '' },
  })
  expect(`${stdout}${stderr}${readFileSync(join(out, 'events.jsonl'), 'utf8')}${readFileSync(join(out, 'result.json'), 'utf8')}`).not.toContain('fake-secret')
  expect(readdirSync(join(out, '.vodflow'))).toEqual(['run.jsonl'])
})

test('kill -9 while it comes, then between the pull and the plan: no byte is fetched twice', { timeout: 60_000 }, async () => {
  const out = films.path('killed')
  const before = server.served()
  server.slow = true
  await killedWhen(server.url, out, () => partSize(out) > 0)
  server.slow = false
  const kept = partSize(out)
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(statSync(film).size)
  expect(log(out)).not.toContain('"pulled"')
  const handedOver = server.served() - before
  // What was on its way when the process died is not lost by us: the count begins with what is on the disk.
  expect(kept).toBeLessThanOrEqual(handedOver)
  const second = server.served()
  await killedWhen(server.url, out, () => log(out).includes('"type":"pulled"'))
  expect(server.served() - second).toBe(statSync(film).size - kept)
  const third = { served: server.served(), asked: server.asked() }
  const last = await pulling(server.url, out)
  expect(last.status, last.stderr).toBe(0)
  expect(last.stderr).toContain('going on with')
  expect({ served: server.served(), asked: server.asked() }).toEqual(third)
  expect(readResult(out).metaData).toMatchObject({ md5: md5Of(film) })
})

const torture = process.env['VODFLOW_TORTURE'] !== undefined

test.runIf(torture)('kill -9 at any moment, again and again: it always goes on, to the same end', { timeout: 600_000 }, async () => {
  await runVodflow(['run', call, '-i', film, '-o', films.path('straight')])
  for (let round = 0; round < 12; round += 1) {
    const out = films.path(`tortured-${round}`)
    server.slow = round % 2 === 0
    for (let kill = 0; kill < 4; kill += 1) {
      const at = Date.now() + 150 + ((round * 4 + kill) * 97) % 1500
      await killedWhen(server.url, out, () => Date.now() >= at)
    }
    const last = await pulling(server.url, out)
    expect(last.status, last.stderr).toBe(0)
    expect(readFileSync(join(out, 'cover.jpg')).equals(readFileSync(films.path('straight/cover.jpg')))).toBe(true)
    expect(readdirSync(join(out, '.vodflow'))).toEqual(['run.jsonl'])
    expect(readdirSync(out).toSorted()).toEqual(['.vodflow', 'cover.jpg', 'events.jsonl', 'result.json'])
  }
  server.slow = false
})

const canMount = process.platform === 'linux' && inNamespace('mount -t tmpfs -o size=4k none /mnt')
if (!canMount) process.stderr.write('SKIPPED: a full disk needs the right to mount a tmpfs (root on Linux)\n')

test.runIf(canMount)('a disk on which the film has no room: one sentence, no fault of the source', { timeout: 60_000 }, async () => {
  const small = films.path('small')
  mkdirSync(small)
  const script = `mount -t tmpfs -o size=96k none ${small}; ${process.execPath} ${bin} run '${call}' -i ${server.url} -o ${small}/out --project ${project}`
  const child = spawn('unshare', ['-m', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  await once(child, 'close')
  expect([child.exitCode, Buffer.concat(said).toString()]).toEqual([1, expect.stringMatching(/^failed: no space is left in .* for the [\d,]+ bytes that are still to come of 'http/)])
})

/** In a mount namespace of its own, so that nothing of it is left on the machine. */
function inNamespace(script: string): boolean {
  try {
    execFileSync('unshare', ['-m', 'sh', '-ec', script], { stdio: 'ignore', timeout: 15_000 })
    return true
  } catch {
    return false
  }
}

test('several at once and a clip of one; a file gives what its URL gave', { timeout: 60_000 }, async () => {
  const out = films.path('each')
  const { status, stderr, stdout } = await runVodflow(['run', call, '-i', `${server.url}?${secret}#1,3`, '-i', film, '--each', '-o', out, '--project', project, '--json'])
  expect(status, stderr).toBe(0)
  expect(readdirSync(out).toSorted()).toEqual(['film', 'film-2'])
  expect(readResult(join(out, 'film')).metaData['duration']).toBe(2)
  expect(readResult(join(out, 'film-2')).metaData['duration']).toBe(4)
  expect(readFileSync(join(out, 'film-2/cover.jpg')).equals(readFileSync(films.path('out/cover.jpg')))).toBe(true)
  expect(`${stdout}${stderr}`).not.toContain('fake-secret')
  expect(JSON.parse(stdout)).toMatchObject([{ input: `${server.url}#1,3` }, { input: film }])
})

test('a plan starts nothing, unless it is told to fetch; then it is that of the file', { timeout: 60_000 }, async () => {
  const env = { VODFLOW_CACHE: films.path('cache') }
  const asked = server.asked()
  const plain = await runVodflow(['plan', call, '-i', `${server.url}?${secret}`, '--project', project], { env })
  expect([plain.status, plain.stderr]).toEqual([2, expect.stringContaining("which only 'vodflow run' pulls and 'vodflow plan --fetch' fetches")])
  expect(server.asked()).toBe(asked)
  const before = server.served()
  const plans = [1, 2].map((time) => films.path(`plan-${time}.json`))
  for (const plan of plans) {
    const { status, stderr, stdout } = await runVodflow(['plan', call, '-i', `${server.url}?${secret}`, '--fetch', '--project', project, '-o', plan], { env })
    expect(status, stderr).toBe(0)
    expect(`${stdout}${stderr}${readFileSync(plan, 'utf8')}`).not.toContain('fake-secret')
  }
  expect(server.served() - before).toBe(statSync(film).size)
  const applied = await runVodflow(['apply', plans[1] ?? '', '-o', films.path('applied')], { env })
  expect(applied.status, applied.stderr).toBe(0)
  const bad = await runVodflow(['plan', call, '-i', `${dirname(server.url)}/nothing`, '--fetch', '--project', project], { env })
  expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining('[check/source-http-status]')])
})

test('each way to fail has its sentence and its status', { timeout: 60_000 }, async () => {
  const base = dirname(server.url)
  const cases: readonly (readonly [url: string, words: string, ...more: string[]])[] = [
    [`${base}/nothing.mp4?${secret}`, `the server answered 404 for '${base}/nothing.mp4': there is no such file`],
    [`${base}/page?${secret}`, "(the server calls it 'text/html': perhaps a page that says why there is no film)"],
    [server.url, `the MD5 of '${server.url}' is ${md5Of(film)}, and ${'0'.repeat(32)} was asked for`, '--file-md5', '0'.repeat(32)],
  ]
  await Promise.all(cases.map(async ([url, words, ...more], index) => {
    const out = films.path(`bad-${index}`)
    const { status, stdout, stderr } = await pulling(url, out, ...more)
    expect([status, stdout]).toEqual([1, expect.stringContaining(words)])
    expect(`${stdout}${stderr}`).not.toContain('fake-secret')
    expect(readResult(out)).toMatchObject({ status: 'FINISH', errCode: 30009, processTaskList: [{ taskType: 'PullFile' }, { status: 'FAIL', errCode: 30009 }] })
  }))
})

test('what is no URL to pull is refused before anything is done', async () => {
  const { status, stdout, stderr } = await pulling('https://me:fake-secret@films.example/film.mp4', films.path('refused'))
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('[check/source-url-unusable]')])
  expect(stderr).not.toContain('fake-secret')
  expect(existsSync(films.path('refused'))).toBe(false)
})

test('https, with an authority of the house', { timeout: 60_000 }, async () => {
  const secure = await servePulledFilm(film, fakeCertificate)
  try {
    const out = films.path('secure')
    writeFileSync(films.path('authority.pem'), fakeCertificate.cert)
    const trusted = await runVodflow(['run', call, '-i', secure.url, '-o', out, '--project', project], { env: { NODE_EXTRA_CA_CERTS: films.path('authority.pem') } })
    expect(trusted.status, trusted.stderr).toBe(0)
  } finally {
    await secure.close()
  }
})
