/** `vodflow apply`: exactly the plan, or the names of everything that has moved since it was made. */
import { appendFileSync, chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { contentDigest } from '@vodflow/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, readResult } from './film-folder.ts'
import { runVodflow, type Finished } from './run-vodflow.ts'

const films = createFilmFolder('apply')
afterAll(films.remove)
let film = ''
let ffmpeg = ''
beforeAll(async () => {
  film = await films.film()
  const doctor: { readonly ffmpeg?: { readonly path?: string } } = JSON.parse((await runVodflow(['doctor', '--json'])).stdout)
  ffmpeg = doctor.ffmpeg?.path ?? 'ffmpeg'
}, 120_000)

const procedure = (definition: number) => `{ "process": { "transcode": [{ "definition": ${definition} }] } }\n`

/** A project with a film, a template of its own and an ffmpeg of its own, all of them an hour old. */
function project(name: string): { readonly path: (file: string) => string; readonly vodflow: (...args: readonly string[]) => Promise<Finished> } {
  const path = (file: string) => join(films.path(name), file)
  mkdirSync(path('procedures'), { recursive: true })
  mkdirSync(path('templates'))
  mkdirSync(path('bin'))
  writeFileSync(path('vodflow.config.json'), '{ "encoder": { "speed": "ultrafast" } }\n')
  writeFileSync(path('procedures/A.json'), procedure(301))
  writeFileSync(path('templates/base.json'), '{ "kind": "transcode", "definition": 300, "extends": 10, "audio": { "bitrate": 48 } }\n')
  writeFileSync(path('templates/small.json'), '{ "kind": "transcode", "definition": 301, "extends": 300, "video": { "bitrate": 128 } }\n')
  writeFileSync(path('bin/ffmpeg'), `#!/bin/sh\nexec '${ffmpeg}' "$@"\n`)
  chmodSync(path('bin/ffmpeg'), 0o755)
  cpSync(film, path('a.mp4'))
  const anHourAgo = new Date(Date.now() - 3_600_000)
  for (const file of filesBelow(path(''))) utimesSync(path(file), anHourAgo, anHourAgo)
  return { path, vodflow: (...args) => runVodflow(args, { cwd: path(''), env: { VODFLOW_FFMPEG: path('bin/ffmpeg') } }) }
}

function hourOld(file: string): void {
  const anHourAgo = new Date(Date.now() - 3_600_000)
  utimesSync(file, anHourAgo, anHourAgo)
}

async function planned(name: string): Promise<ReturnType<typeof project>> {
  const made = project(name)
  const { status, stderr } = await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'plan.json')
  expect(status, stderr).toBe(0)
  hourOld(made.path('plan.json'))
  return made
}

/** What is said, without what follows every refusal. */
async function refusal({ path, vodflow }: ReturnType<typeof project>, ...args: readonly string[]): Promise<readonly string[]> {
  const { status, stdout, stderr } = await vodflow('apply', 'plan.json', '-o', 'out', ...args)
  expect([status, stdout]).toEqual([2, ''])
  expect(statSync(path('out'), { throwIfNoEntry: false })).toBeUndefined()
  const lines = stderr.trimEnd().split('\n')
  expect(lines.at(-1)).toBe("vodflow: nothing was run; 'vodflow plan' makes a plan of what is there now")
  return lines.slice(0, -1)
}

const hex = '[0-9a-f]{12}…'
const touches: readonly { readonly thing: string; readonly touch: (path: (file: string) => string) => void; readonly says: RegExp }[] = [
  { thing: 'the source, by its size', touch: (path) => appendFileSync(path('a.mp4'), 'x'), says: /^error: the source '.*a\.mp4' has changed since the plan was made: [\d,]+ bytes then, [\d,]+ now \[plan\/moved-source\]$/ },
  { thing: 'the source, by its time alone', touch: (path) => utimesSync(path('a.mp4'), 1, 1), says: /^error: the source '.*a\.mp4' has changed .*: last written \S+Z then, 1970-01-01T00:00:01\.000Z now \[plan\/moved-source\]$/ },
  { thing: 'the source, gone', touch: (path) => rmSync(path('a.mp4')), says: /^error: the source '.*a\.mp4' is gone since the plan was made, or cannot be read any more \[plan\/moved-source\]$/ },
  { thing: 'a template', touch: (path) => writeFileSync(path('templates/small.json'), readFileSync(path('templates/small.json'), 'utf8').replace('128', '129')), says: new RegExp(`^error: the template transcode 301 \\('.*small\\.json'\\) has changed since the plan was made: SHA-256 ${hex} then, ${hex} now \\[plan/moved-template\\]$`, 'u') },
  { thing: 'what a template extends', touch: (path) => writeFileSync(path('templates/base.json'), readFileSync(path('templates/base.json'), 'utf8').replace('48', '64')), says: /^error: the template transcode 301 \('.*small\.json'\) has changed .* \[plan\/moved-template\]$/ },
  { thing: 'a template, gone', touch: (path) => rmSync(path('templates/small.json')), says: /^error: the template transcode 301 \('.*small\.json'\) is gone since the plan was made, or cannot be read any more \[plan\/moved-template\]$/ },
  { thing: 'the procedure', touch: (path) => writeFileSync(path('procedures/A.json'), `${procedure(301)}\n`), says: new RegExp(`^error: the procedure 'procedures/A\\.json' has changed since the plan was made: SHA-256 ${hex} then, ${hex} now \\[plan/moved-procedure\\]$`, 'u') },
  { thing: 'the config', touch: (path) => writeFileSync(path('vodflow.config.json'), '{ "encoder": { "speed": "fast" } }'), says: /^error: the config has changed since the plan was made: 'encoder\.speed' was "ultrafast" then, is "fast" now \[plan\/moved-config\]$/ },
  { thing: 'the ffmpeg build', touch: (path) => appendFileSync(path('bin/ffmpeg'), '# another\n'), says: /^error: ffmpeg \('.*bin\/ffmpeg'\) has changed since the plan was made: \d+ bytes then, \d+ now \[plan\/moved-ffmpeg\]$/ },
]

const large = (bitrate: number) => `{ "kind": "transcode", "definition": 302, "extends": 10, "video": { "bitrate": ${bitrate} } }\n`

describe('an hour-old plan', { timeout: 60_000 }, () => {
  test('where nothing moved: applied, and it does exactly the steps of the plan', async () => {
    const made = await planned('same')
    const { status, stderr } = await made.vodflow('apply', 'plan.json', '-o', 'out')
    expect(status, stderr).toBe(0)
    expect(filesBelow(made.path('out'))).toEqual(['events.jsonl', 'result.json', 'v.f301.mp4'])
    expect(readResult(made.path('out'))).toMatchObject({ status: 'FINISH', errCode: 0 })
    const plan = JSON.parse(readFileSync(made.path('plan.json'), 'utf8')).plan
    const kept = readFileSync(made.path('out/.vodflow/run.jsonl'), 'utf8')
    expect(kept).toContain(JSON.stringify(plan.steps[0].work.commands))
    const before = statSync(made.path('out/v.f301.mp4')).mtimeMs
    const again = await made.vodflow('apply', 'plan.json', '-o', 'out')
    expect([again.status, statSync(made.path('out/v.f301.mp4')).mtimeMs]).toEqual([0, before])
    const ran = await made.vodflow('run', 'A', '-i', 'a.mp4', '-o', 'ran')
    expect(ran.status, ran.stderr).toBe(0)
    expect(readFileSync(made.path('ran/v.f301.mp4')).equals(readFileSync(made.path('out/v.f301.mp4')))).toBe(true)
  })

  test.each(touches)('$thing: refused, naming it', async ({ thing, touch, says }) => {
    const made = await planned(thing.replaceAll(/\W+/gu, '-'))
    touch(made.path)
    const lines = await refusal(made)
    expect(lines).toEqual([expect.stringMatching(says)])
  })

  test('templates that the plan has nothing of may change, come and go', async () => {
    const made = project('unused')
    for (const definition of [302, 303]) writeFileSync(made.path(`templates/${definition}.json`), `{ "kind": "transcode", "definition": ${definition}, "extends": 10 }\n`)
    expect((await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'plan.json')).status).toBe(0)
    writeFileSync(made.path('templates/302.json'), '{ "kind": "transcode", "definition": 302, "extends": 20 }\n')
    rmSync(made.path('templates/303.json'))
    writeFileSync(made.path('templates/new.json'), '{ "kind": "transcode", "definition": 304, "extends": 10 }\n')
    const { status, stderr } = await made.vodflow('apply', 'plan.json', '-o', 'out')
    expect(status, stderr).toBe(0)
  })

  test('a new template in the place of a built-in one that the plan uses is named', async () => {
    const made = project('replaced')
    writeFileSync(made.path('procedures/A.json'), procedure(20))
    expect((await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'plan.json')).status).toBe(0)
    writeFileSync(made.path('templates/new.json'), '{ "kind": "transcode", "definition": 20, "extends": 10, "replaces": true }\n')
    expect(await refusal(made)).toContainEqual(expect.stringMatching(/the template transcode 20 \('.*new\.json'\) was not there when the plan was made \[plan\/moved-template\]$/u))
  })

  test('a template that was left out, and would not be now, is named', async () => {
    const made = project('left-out')
    writeFileSync(made.path('templates/large.json'), large(20_000))
    writeFileSync(made.path('procedures/A.json'), '{ "process": { "transcode": [{ "definition": [301, 302], "disableHigherBitrate": true }] } }\n')
    expect((await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'plan.json')).status).toBe(0)
    expect(JSON.parse(readFileSync(made.path('plan.json'), 'utf8')).graph.tasks.map(({ id }: { readonly id: string }) => id)).not.toContain('transcode.302')
    writeFileSync(made.path('templates/large.json'), large(-128))
    expect(await refusal(made)).toEqual([expect.stringMatching(/the template transcode 302 \('.*large\.json'\) has changed .* \[plan\/moved-template\]$/u)])
  })

  test('all of them at once are all named', async () => {
    const made = await planned('all')
    for (const { thing, touch } of touches) if (!thing.includes('gone')) touch(made.path)
    const codes = ['source', 'ffmpeg', 'procedure', 'template', 'config'].map((what) => `plan/moved-${what}`)
    expect((await refusal(made)).map((line) => /\[(.*)\]$/u.exec(line)?.[1])).toEqual(codes)
    const json = await made.vodflow('apply', 'plan.json', '-o', 'out', '--json')
    const said = json.stderr.trimEnd().split('\n').map((line) => JSON.parse(line))
    expect(said.map(({ type, code }) => [type, code])).toEqual([...codes.map((code) => ['diagnostic', code]), ['message', undefined]])
    const chinese = await made.vodflow('apply', 'plan.json', '-o', 'out', '--lang', 'zh')
    expect(chinese.stderr.split('\n').filter((line) => line.includes('[plan/moved-')).filter((line) => !line.includes('已改变'))).toEqual([])
  })

  test('a project that cannot be read any more hides nothing of the rest', async () => {
    const made = await planned('broken')
    writeFileSync(made.path('templates/small.json'), '{')
    utimesSync(made.path('a.mp4'), 1, 1)
    const { status, stderr } = await made.vodflow('apply', 'plan.json', '-o', 'out')
    expect(status).toBe(2)
    expect(stderr).toContain('[template/syntax]')
    expect(stderr).toMatch(/the source '.*a\.mp4' has changed/u)
  })
})

test('a project that was moved with its film, from another folder, the plan from standard input', { timeout: 60_000 }, async () => {
  const made = await planned('before')
  renameSync(films.path('before'), films.path('after'))
  const path = (file: string) => join(films.path('after'), file)
  const env = { VODFLOW_FFMPEG: path('bin/ffmpeg') }
  const elsewhere = await runVodflow(['apply', path('plan.json'), '-o', films.path('moved'), '--project', path('')], { cwd: dirname(films.path('x')), env })
  // The build is another file now, and that is all that is said to have moved.
  expect(elsewhere.stderr.split('\n').filter((line) => line.startsWith('error: '))).toEqual([expect.stringMatching(/ffmpeg \('.*before\/bin\/ffmpeg'\) has changed since the plan was made: '.*after\/bin\/ffmpeg' is in its place \[plan\/moved-ffmpeg\]$/u)])
  const fresh = await runVodflow(['plan', 'procedures/A.json', '-i', 'a.mp4', '--json'], { cwd: path(''), env })
  expect(fresh.status, fresh.stderr).toBe(0)
  renameSync(films.path('after'), films.path('further'))
  mkdirSync(films.path('after/bin'), { recursive: true })
  renameSync(join(films.path('further'), 'bin/ffmpeg'), path('bin/ffmpeg'))
  const applied = await runVodflow(['apply', '-', '-o', '../moved', '--project', '..'], { cwd: join(films.path('further'), 'templates'), env, stdin: fresh.stdout })
  // The folder that the plan knows is there again, without the project: --project says which is meant.
  expect(applied.status, applied.stderr).toBe(0)
  expect(filesBelow(join(films.path('further'), 'moved'))).toContain('v.f301.mp4')
  expect(made.path('')).not.toBe(path(''))
})

/** As `--assume` names them. */
function fieldsOf(name: string, stream: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(stream).flatMap(([key, value]): readonly (readonly [string, unknown])[] => {
    if (key === 'colour') return Object.entries(Object(value)).map(([part, word]) => [`${name}.colour.${part}`, word])
    return [[`${name}.${key}`, typeof value === 'object' && value !== null && 'num' in value && 'den' in value ? `${String(value.num)}/${String(value.den)}` : value]]
  })
}

/** Plans for a source that is said to be just like the film, but for what is said over it. */
async function assume(made: ReturnType<typeof project>, over: string): Promise<void> {
  const { plan } = JSON.parse((await made.vodflow('plan', 'A', '-i', 'a.mp4', '--json')).stdout)
  const { videoStreams: [video], audioStreams: [audio], ...source } = plan.source
  const said = [
    ...Object.entries(source), ...fieldsOf('video', video), ...fieldsOf('audio', audio),
  ].filter(([, value]) => value !== '').map(([key, value]) => `${key}=${typeof value === 'number' ? Number(value.toFixed(9)) : String(value)}`)
  const written = await made.vodflow('plan', 'A', '--assume', [...said, over].join(','), '-o', 'plan.json')
  expect(written.status, written.stderr).toBe(0)
}

test('an image of a project that was moved is found where it is now', { timeout: 60_000 }, async () => {
  const made = project('marked')
  cpSync(resolve(import.meta.dirname, '../procedures/examples/custom-preset/templates/corner-mark.png'), made.path('templates/corner-mark.png'))
  cpSync(resolve(import.meta.dirname, '../procedures/examples/custom-preset/templates/watermark.150.json'), made.path('templates/watermark.150.json'))
  writeFileSync(made.path('procedures/M.json'), '{ "process": { "transcode": [{ "definition": 10, "watermark": 150 }] } }\n')
  const written = await runVodflow(['plan', 'M', '-i', 'a.mp4', '-o', 'plan.json'], { cwd: made.path('') })
  expect(written.status, written.stderr).toBe(0)
  renameSync(films.path('marked'), films.path('marked-and-moved'))
  const cwd = films.path('marked-and-moved')
  const { status, stderr } = await runVodflow(['apply', 'plan.json', '-o', 'out'], { cwd })
  expect(status, stderr).toBe(0)
  const { source, stage } = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8')).plan.steps[0].work
  expect(source).toBe(join(films.path('marked'), 'a.mp4'))
  expect(JSON.stringify(stage)).toContain(join(films.path('marked'), 'templates/corner-mark.png'))
  expect(filesBelow(join(cwd, 'out'))).toContain('v.f10.mp4')
})

/** A plan whose file was changed by somebody who knows how its digest is made. */
async function forged(name: string, change: (plan: ForgedPlan) => void): Promise<ReturnType<typeof project>> {
  const made = await planned(name)
  const { digest: _, ...plan } = JSON.parse(readFileSync(made.path('plan.json'), 'utf8'))
  change(plan)
  writeFileSync(made.path('plan.json'), JSON.stringify({ ...plan, digest: contentDigest(plan) }))
  return made
}

/** What of a plan the tests change. */
interface ForgedPlan {
  readonly plan: { graph: string; readonly steps: readonly [{ readonly work: { program: string } }] }
  readonly basis: { madeBy: string; readonly ffmpeg: { identity?: object } }
}

test('a plan that was made to run another program is refused', { timeout: 60_000 }, async () => {
  const made = await forged('forged', ({ plan }) => void (plan.steps[0].work.program = '/bin/echo'))
  const says = "error: step 'encode' runs something else than the ffmpeg that the plan was made for [plan/other-program]"
  expect(await refusal(made)).toEqual([says])
  expect((await made.vodflow('step', 'plan.json', 'encode', '-o', 'out')).stderr).toContain(says)
})

test('a plan of another vodflow, which made another graph, is refused', { timeout: 60_000 }, async () => {
  const made = await forged('other-graph', (file) => {
    file.plan.graph = '0'.repeat(64)
    file.basis.madeBy = '0.0.9'
  })
  expect(await refusal(made)).toEqual(['error: vodflow 0.0.9 made another task graph of the same procedure than this one does; plan again [plan/moved-graph]'])
})

test('a plan that was made without an ffmpeg is refused', { timeout: 60_000 }, async () => {
  const made = await forged('no-ffmpeg', ({ basis }) => void delete basis.ffmpeg.identity)
  expect(await refusal(made)).toEqual([expect.stringMatching(/^error: the plan was made without an ffmpeg, .* \[plan\/made-without-ffmpeg\]$/u)])
})

describe('one step of a plan', { timeout: 60_000 }, () => {
  test('is done where other things have moved than what it reads and runs', async () => {
    const made = await planned('step-same')
    writeFileSync(made.path('procedures/A.json'), procedure(10))
    const { status, stderr } = await runVodflow(['step', 'plan.json', 'encode', '-o', 'out'], { cwd: made.path(''), env: { VODFLOW_FFMPEG: '' } })
    expect(status, stderr).toBe(0)
    expect(filesBelow(made.path('out'))).toContain('v.f301.mp4')
  })

  test.each([
    ['the source', (path: (file: string) => string) => utimesSync(path('a.mp4'), 1, 1), /^error: the source '.*' has changed .* \[plan\/moved-source\]$/mu],
    ['the source, gone', (path: (file: string) => string) => rmSync(path('a.mp4')), /^error: the source '.*' is gone .* \[plan\/moved-source\]$/mu],
    ['the build', (path: (file: string) => string) => appendFileSync(path('bin/ffmpeg'), '# another\n'), /^error: ffmpeg \('.*'\) has changed .* \[plan\/moved-ffmpeg\]$/mu],
    ['the build, gone', (path: (file: string) => string) => rmSync(path('bin/ffmpeg')), /^error: ffmpeg \('.*'\) is gone .* \[plan\/moved-ffmpeg\]$/mu],
  ])('is refused where %s has moved', async (what, touch, says) => {
    const made = await planned(`step-${what.replaceAll(/\W+/gu, '-')}`)
    touch(made.path)
    const { status, stderr } = await made.vodflow('step', 'plan.json', 'encode', '-o', 'out')
    expect(status).toBe(2)
    expect(stderr).toMatch(says)
    expect(statSync(made.path('out'), { throwIfNoEntry: false })).toBeUndefined()
  })
})

test.each([
  [['apply', 'plan.json'], /-o is missing/],
  [['apply', 'nowhere.json', '-o', 'out'], /'nowhere\.json' cannot be read: there is no such file or folder/],
  [['apply', 'procedures/A.json', '-o', 'out'], /'procedures\/A\.json' is no plan of vodflow's/],
  [['apply', 'plan.json', '-o', 'a.mp4'], /'a\.mp4' is a file|both the source and the output/],
  [['plan', 'A', '-i', 'a.mp4', '--identity', 'half'], /--identity is 'half'; it can be 'full'/],
])('wrong use: %s', { timeout: 60_000 }, async (args, says) => {
  const made = statSync(films.path('wrong'), { throwIfNoEntry: false }) ? films.path('wrong') : (await planned('wrong')).path('')
  const { status, stderr, stdout } = await runVodflow(args, { cwd: made })
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(says)
})

describe('a plan for an assumed source', { timeout: 60_000 }, () => {
  test('is applied to a source that is so', async () => {
    const made = project('assumed')
    await assume(made, '')
    const without = await made.vodflow('apply', 'plan.json', '-o', 'out')
    expect([without.status, without.stderr]).toEqual([2, 'vodflow: this plan is for an assumed source; name a file with -i whose facts are the assumed ones\n'])
    const { status, stderr } = await made.vodflow('apply', 'plan.json', '-i', 'a.mp4', '-o', 'out')
    expect(status, stderr).toBe(0)
    expect(filesBelow(made.path('out'))).toContain('v.f301.mp4')
  })

  test('is refused where the frames are not at the times that were assumed', async () => {
    const made = project('assumed-frames')
    writeFileSync(made.path('procedures/A.json'), '{ "process": { "imageSprite": [{ "definition": 10 }], "snapshotByTimeOffset": [{ "definition": 10, "timeOffset": [1510] }] } }\n')
    await assume(made, '')
    expect(await refusal(made, '-i', 'a.mp4')).toContainEqual(expect.stringMatching(/^error: step '.*' would be another one for this source: .* \[plan\/moved-frames\]$/u))
  })

  test('is refused for any other, with the name of every fact that differs', async () => {
    const made = project('assumed-not')
    await assume(made, 'video.profile=Odd,audio.channels=6')
    expect(await refusal(made, '-i', 'a.mp4')).toEqual([
      "error: the source is not what the plan assumes: 'audioStreams.0.channels' is 2, and was assumed to be 6 [plan/moved-facts]",
      expect.stringMatching(/^error: the source is not what the plan assumes: 'videoStreams\.0\.profile' is ".*", and was assumed to be "Odd" \[plan\/moved-facts\]$/u),
    ])
  })
})

test('--identity full notices a change in the middle of a source whose size and times are the same', { timeout: 60_000 }, async () => {
  const made = project('middle')
  const large = Buffer.concat([readFileSync(film), Buffer.alloc(4 * 1024 * 1024)])
  // After the film, a box that players skip: its size, its name, and what is in it.
  large.writeUInt32BE(4 * 1024 * 1024, statSync(film).size)
  large.write('free', statSync(film).size + 4)
  writeFileSync(made.path('a.mp4'), large)
  hourOld(made.path('a.mp4'))
  const { mtime } = statSync(made.path('a.mp4'))
  expect((await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'ends.json')).status).toBe(0)
  expect((await made.vodflow('plan', 'A', '-i', 'a.mp4', '-o', 'plan.json', '--identity', 'full')).status).toBe(0)
  large.write('changed', Math.floor(large.length / 2))
  writeFileSync(made.path('a.mp4'), large)
  utimesSync(made.path('a.mp4'), mtime, mtime)
  expect(await refusal(made)).toEqual([expect.stringMatching(/the source '.*a\.mp4' has changed since the plan was made: SHA-256 \w{12}… then, \w{12}… now \[plan\/moved-source\]$/u)])
  expect((await made.vodflow('apply', 'ends.json', '-o', 'out')).status).toBe(0)
})

test('no secret gets into a plan', { timeout: 60_000 }, async () => {
  const made = project('secrets')
  writeFileSync(made.path('templates/key.json'), '{ "kind": "drm", "definition": 900, "keySource": "PrivateKMS", "getKeyUrl": "https://keys.example.org/key?token=t0ken&x=1" }\n')
  writeFileSync(made.path('procedures/Safe.json'), '{ "process": { "transcode": [{ "definition": 210, "drm": 900 }] } }\n')
  writeFileSync(made.path('procedures/Text.json'), '{ "parameters": [{ "name": "u", "type": "string", "default": "" }], "process": { "transcode": [{ "definition": 10 }] } }\n')
  const { stdout, stderr } = await runVodflow(['plan', 'Safe', '--assume', 'duration=10', '--json'], {
    cwd: made.path(''), env: { VODFLOW_FFMPEG: made.path('bin/ffmpeg'), VODFLOW_SECRET_KEY: 's3cret-of-the-environment' },
  })
  expect(stdout, stderr).toContain('https://keys.example.org/key?token=***&x=***')
  expect(stdout + stderr).not.toMatch(/pa55word|t0ken|s3cret/u)
  const hidden = await made.vodflow('plan', "Text('https://me:pa55word@example.org/a')", '--assume', 'duration=10', '-o', 'plan.json')
  expect(hidden.status).toBe(2)
  expect(hidden.stderr).toContain("the call holds the URL 'https://***@example.org/a', and no plan keeps what is hidden in it")
})
