/** Reviews from end to end: what a hook that answers fixed scores lets through, and what a person does. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeTestFilm, readFrameNumber } from '@vodflow/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, readResult } from './film-folder.ts'
import { bin, runVodflow, type Finished } from './run-vodflow.ts'

const films = createFilmFolder('review')
afterAll(films.remove)
let film = ''
beforeAll(async () => {
  film = films.path('small.mp4')
  await makeTestFilm(film, { seconds: 4, gop: 25 })
}, 120_000)

const ugc = (review: number) => `QCVB_ProcessUGCFile({20},0,10,${review})`
/** Where it does not matter what is let through: a cover costs less than a film. */
const cover = (review: number) => `QCVB_ProcessUGCFile(0,0,10,${review})`

/** Answers the scores it is given, whatever the pictures show, and keeps what it was asked. */
const hook = `
let text = ''
for await (const chunk of process.stdin) text += chunk
const { frames } = JSON.parse(text)
const scores = JSON.parse(process.argv[2])
;(await import('node:fs')).writeFileSync('asked.json', text)
console.log(JSON.stringify({ format: 'vodflow/review-answer@1', model: 'fixed 1', frames: frames.map((_, at) => ({ confidence: scores[at] ?? 0 })) }))
`

interface Project {
  readonly path: (file: string) => string
  readonly vodflow: (...args: readonly string[]) => Promise<Finished>
}

function project(name: string, scores: readonly number[], review: object = {}): Project {
  const path = (file: string) => join(films.path(name), file)
  mkdirSync(path(''), { recursive: true })
  writeFileSync(path('hook.mjs'), hook)
  writeFileSync(path('vodflow.config.json'), JSON.stringify({ encoder: { speed: 'ultrafast' }, review: { command: [process.execPath, 'hook.mjs', JSON.stringify(scores)], ...review } }))
  return { path, vodflow: (...args) => runVodflow(args, { cwd: path('') }) }
}

interface Reviewed {
  readonly aiReview?: { readonly riskType: readonly string[]; readonly imgInfo: readonly { readonly url: string }[] }
  readonly contentReviewList?: readonly { readonly status: string; readonly output?: { readonly suggestion: string; readonly confidence: number; readonly segments: readonly unknown[] } }[]
}

const resultIn = ({ path }: Project, folder = 'out') => readResult(path(folder)) as ReturnType<typeof readResult> & Reviewed
const processed = ({ processTaskList }: ReturnType<typeof resultIn>) => processTaskList.map(({ taskType, status }) => `${taskType} ${status}`)

test('an output folder that is taken away meanwhile fails the run under its name, and no new one is begun in its place', async () => {
  const made = project('taken-away', [], { command: [process.execPath, '-e', "require('node:fs').rmSync('out', { recursive: true })"] })
  const { status, stdout, stderr } = await made.vodflow('run', cover(20), '-i', film, '-o', 'out')
  expect(status, stderr).toBe(1)
  expect(stdout).toMatch(/the results could not be kept: '[^']*run\.jsonl' could not be written: it is not there/)
  expect(stdout).not.toContain('a bug in this program')
  expect(existsSync(made.path('out'))).toBe(false)
})

describe.each([10, 20])('review %d', (definition) => {
  test('what passes is processed, and no picture is kept', async () => {
    const made = project(`pass-${definition}`, [0, 49.9, 10, 0])
    const { status, stderr } = await made.vodflow('run', ugc(definition), '-i', film, '-o', 'out')
    expect(status, stderr).toBe(0)
    expect(filesBelow(made.path('out'))).toEqual(['cover.jpg', 'events.jsonl', 'result.json', 'v.f20.mp4'])
    expect(resultIn(made)).toMatchObject({
      status: 'FINISH', errCode: 0, aiReview: { definition, riskType: [], imgInfo: [] },
      contentReviewList: [{ taskType: 'Porn', status: 'SUCCESS', errCode: 0, message: '', input: { definition }, output: { confidence: 49.9, suggestion: 'pass', segments: [] } }],
    })
  })

  test('what is blocked is processed only where the template goes on; the pictures show why', async () => {
    const made = project(`block-${definition}`, [0, 60, 95, 92])
    const { status, stdout, stderr } = await made.vodflow('run', ugc(definition), '-i', film, '-o', 'out')
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('block (confidence 95, by fixed 1); review.')
    const pictures = [`review.f${definition}_1000.jpg`, `review.f${definition}_2000.jpg`]
    const rest = definition === 20 ? ['cover.jpg', 'events.jsonl', 'result.json', ...pictures, 'v.f20.mp4'] : ['events.jsonl', 'result.json', ...pictures]
    expect(filesBelow(made.path('out'))).toEqual(rest)
    expect(processed(resultIn(made))).toEqual(definition === 20 ? ['CoverBySnapshot SUCCESS', 'Transcode SUCCESS'] : [])
    const url = pictures.map((picture) => ({ url: picture, riskType: ['Porn'] }))
    const segment = { picUrlExpireTimeStamp: 2_147_483_647 }
    expect(resultIn(made)).toMatchObject({
      aiReview: { definition, riskType: ['Porn'], imgInfo: url },
      contentReviewList: [{ output: { confidence: 95, suggestion: 'block', segments: [
        { startTimeOffset: 1, endTimeOffset: 2, confidence: 60, suggestion: 'review', url: pictures[0], ...segment },
        { startTimeOffset: 2, endTimeOffset: 4, confidence: 95, suggestion: 'block', url: pictures[1], ...segment },
      ] } }],
    })
    // The film's frames show their own number, and stand 25 a second.
    for (const [at, picture] of pictures.entries()) expect(await readFrameNumber(made.path(join('out', picture)))).toBe(25 * (at + 1))
  })

  test('what is in doubt goes on where nobody asked for a person', async () => {
    const made = project(`doubt-${definition}`, [0, 60])
    expect((await made.vodflow('run', cover(definition), '-i', film, '-o', 'out')).status).toBe(0)
    expect(processed(resultIn(made))).toEqual(['CoverBySnapshot SUCCESS'])
  })
})

test('the reviewer is told what it looks at, and its pictures are gone afterwards', async () => {
  const made = project('told', [])
  await made.vodflow('run', cover(20), '-i', film, '-o', 'out')
  const asked: { readonly frames: readonly { readonly path: string; readonly timeSeconds: number }[] } = JSON.parse(readFileSync(made.path('asked.json'), 'utf8'))
  expect(asked).toMatchObject({ format: 'vodflow/review-request@1', template: { definition: 20, reviewConfidence: 50, blockConfidence: 90 }, source: { durationSeconds: 4, width: 320, height: 180, fps: 25 } })
  expect(asked.frames.map(({ timeSeconds }) => timeSeconds)).toEqual([0, 1, 2, 3])
  expect(asked.frames.filter(({ path }) => existsSync(path))).toEqual([])
})

describe('a person', () => {
  const manual = { manual: true }

  test('is waited for; the run goes on with pass, and only once', async () => {
    const made = project('manual-pass', [0, 60], manual)
    const waits = await made.vodflow('run', cover(10), '-i', film, '-o', 'out')
    expect(waits.status, waits.stderr).toBe(3)
    expect(waits.stdout).toContain("look at the pictures, then say 'vodflow review out/ pass' or 'vodflow review out/ reject'")
    expect(resultIn(made)).toMatchObject({ status: 'PROCESSING', errCode: 0, contentReviewList: [{ status: 'SUCCESS', output: { suggestion: 'review' } }] })
    expect(processed(resultIn(made))).toEqual(['CoverBySnapshot PROCESSING'])
    rmSync(made.path('asked.json'))
    expect((await made.vodflow('run', cover(10), '-i', film, '-o', 'out')).status).toBe(3)
    const { status, stderr } = await made.vodflow('review', 'out', 'pass')
    expect(status, stderr).toBe(0)
    expect(existsSync(made.path('asked.json'))).toBe(false)
    expect(resultIn(made).status).toBe('FINISH')
    expect(processed(resultIn(made))).toEqual(['CoverBySnapshot SUCCESS'])
    const again = await made.vodflow('review', 'out', 'reject')
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('[run/not-waiting]')])
  })

  test('rejects, by the id of the run: the rest is left out', async () => {
    const made = project('manual-reject', [0, 60], manual)
    await made.vodflow('run', cover(10), '-i', film, '-o', 'out')
    const run: { readonly run: string } = JSON.parse(readFileSync(made.path('out/events.jsonl'), 'utf8').split('\n')[0] ?? '')
    const { status, stdout, stderr } = await made.vodflow('review', run.run.slice(0, 12), 'reject', '--json')
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'FINISH', errCode: 0, processTaskList: [], contentReviewList: [{ output: { suggestion: 'review' } }] })
    expect(filesBelow(made.path('out'))).toEqual(['events.jsonl', 'result.json', 'review.f10_1000.jpg'])
  })

  test('is not asked where the template never stops, or where nothing is in doubt', async () => {
    expect((await project('never-20', [0, 60], manual).vodflow('run', cover(20), '-i', film, '-o', 'out')).status).toBe(0)
    const blocked = project('manual-block', [99], manual)
    expect((await blocked.vodflow('run', cover(10), '-i', film, '-o', 'out')).status).toBe(0)
    expect(processed(resultIn(blocked))).toEqual([])
  })

  test.each([['out', 'maybe', "'maybe' is no ruling"], ['out', '', "'' is no ruling"], ['nowhere', 'pass', '[run/not-waiting]'], ['0123abcd', 'pass', '[run/not-waiting]']])('%s %s is refused', async (name, ruling, why) => {
    const made = project('refused', [])
    const { status, stderr } = await made.vodflow('review', name, ruling)
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)])
    expect(existsSync(made.path(name))).toBe(false)
  })

  test('killed in the middle of what a person let through, the run goes on without asking again', async () => {
    const made = project('killed', [0, 60], manual)
    await made.vodflow('run', ugc(10), '-i', film, '-o', 'out')
    const child = spawn(process.execPath, [bin, 'review', 'out', 'pass'], { cwd: made.path(''), stdio: 'ignore', env: { ...process.env, VODFLOW_REVIEW_NSFWJS: '' } })
    const ended = new Promise((settle) => child.on('close', settle))
    for (let waited = 0; waited < 400 && !readFileSync(made.path('out/events.jsonl'), 'utf8').includes('"run-reviewed"'); waited += 1) await delay(10)
    child.kill('SIGKILL')
    await ended
    const { status, stderr } = await made.vodflow('run', ugc(10), '-i', film, '-o', 'out')
    expect(status, stderr).toBe(0)
    expect(processed(resultIn(made))).toEqual(['CoverBySnapshot SUCCESS', 'Transcode SUCCESS'])
  })
})

test('a reviewer that fails fails the review, and what waits for it', async () => {
  const made = project('fails', [])
  writeFileSync(made.path('hook.mjs'), "console.log('nothing of use')\n")
  const { status } = await made.vodflow('run', cover(10), '-i', film, '-o', 'out')
  expect(status).toBe(1)
  expect(resultIn(made)).toMatchObject({ errCode: 30010, contentReviewList: [{ status: 'FAIL', errCode: 30010, message: expect.stringMatching(/answered is of no use: it printed no JSON object, but 'nothing of use'$/u) }] })
  expect(resultIn(made).aiReview).toBeUndefined()
  expect(processed(resultIn(made))).toEqual(['CoverBySnapshot FAIL'])
})

test('the doctor says who looks at pictures, or how to have somebody', async () => {
  const made = project('doctor', [])
  expect((await made.vodflow('doctor')).stdout).toContain(`reviews  node  ${process.execPath} hook.mjs []`)
  writeFileSync(made.path('vodflow.config.json'), '{}')
  expect(JSON.parse((await made.vodflow('doctor', '--json')).stdout)).toMatchObject({ review: { is: 'missing', why: expect.stringContaining("'npm install @vodflow/review-nsfwjs'") } })
})

test('without a reviewer nothing is begun, and it is said how to get one', async () => {
  const made = project('nobody', [], { command: ['./none.sh'] })
  const { status, stderr } = await made.vodflow('run', cover(10), '-i', film, '-o', 'out')
  expect([status, stderr]).toEqual([2, expect.stringContaining("'review.command' in vodflow.config.json names './none.sh', which is no program there [plan/step-unavailable]")])
  expect(existsSync(made.path('out'))).toBe(false)
})

test('a plan is applied with the reviewer that it names, and with no other', async () => {
  const made = project('applied', [0, 95])
  expect((await made.vodflow('plan', cover(10), '-i', film, '-o', 'plan.json')).status).toBe(0)
  expect((await made.vodflow('apply', 'plan.json', '-o', 'out')).status).toBe(0)
  expect(resultIn(made).contentReviewList?.[0]?.output?.suggestion).toBe('block')
  const step = await made.vodflow('step', 'plan.json', 'review.10', '-o', 'step')
  expect([step.status, filesBelow(made.path('step')).filter((name) => name.endsWith('.jpg'))]).toEqual([0, ['review.f10_1000.jpg']])
  const packaged = made.path('nsfw')
  mkdirSync(join(packaged, 'node_modules/model'), { recursive: true })
  writeFileSync(join(packaged, 'node_modules/model/package.json'), '{}')
  const install = (model: string) => writeFileSync(join(packaged, 'package.json'), JSON.stringify({ name: '@vodflow/review-nsfwjs', reviewer: { name: model, model, program: `${model}.mjs`, needs: 'model' } }))
  writeFileSync(made.path('vodflow.config.json'), '{ "encoder": { "speed": "ultrafast" } }')
  const env = { VODFLOW_REVIEW_NSFWJS: packaged }
  install('one')
  expect((await runVodflow(['plan', cover(10), '-i', film, '-o', 'package.json'], { cwd: made.path(''), env })).status).toBe(0)
  install('two')
  const { status, stderr } = await runVodflow(['apply', 'package.json', '-o', 'other'], { cwd: made.path(''), env })
  expect([status, stderr]).toEqual([2, expect.stringContaining('[plan/moved-reviewer]')])
})

test('the last stage is given the result, and its failure is one of the run', async () => {
  const made = project('publish', [])
  const config = (script: string) => writeFileSync(made.path('vodflow.config.json'), JSON.stringify({ encoder: { speed: 'ultrafast' }, publish: { command: [process.execPath, script] } }))
  const call = 'QCVB_SimpleProcessFile(0,0,10)'
  writeFileSync(made.path('sends.mjs'), "let t = ''\nfor await (const c of process.stdin) t += c\n;(await import('node:fs')).writeFileSync('sent.json', t)\nconsole.log('{\"at\":\"https://example.org/1\"}')\n")
  writeFileSync(made.path('fails.mjs'), "console.error('no line')\nprocess.exit(4)\n")
  config('fails.mjs')
  const failed = await made.vodflow('run', call, '-i', film, '-o', 'out')
  expect([failed.status, failed.stdout]).toEqual([1, expect.stringContaining('publishing failed: the tool ended with status 4: no line; the same command tries again')])
  expect(resultIn(made)).toMatchObject({ errCode: 30010, message: 'publishing failed: the tool ended with status 4: no line', status: 'FINISH' })
  expect(processed(resultIn(made))).toEqual(['CoverBySnapshot SUCCESS'])
  config('sends.mjs')
  expect((await made.vodflow('plan', call, '-i', film)).stdout).toContain(`publish: ${process.execPath} sends.mjs is given the result once every task is done`)
  const sent = await made.vodflow('run', call, '-i', film, '-o', 'out')
  expect([sent.status, sent.stdout]).toEqual([0, expect.stringContaining('\npublished\n')])
  expect(JSON.parse(readFileSync(made.path('sent.json'), 'utf8'))).toMatchObject({
    format: 'vodflow/publish-request@1', folder: made.path('out'), result: { status: 'FINISH', errCode: 0, processTaskList: [{ taskType: 'CoverBySnapshot', output: { imageUrl: 'cover.jpg' } }] },
  })
  writeFileSync(made.path('vodflow.config.json'), '{ "publish": { "command": ["./none"] } }')
  const { status, stderr } = await made.vodflow('run', call, '-i', film, '-o', 'none')
  expect([status, stderr]).toEqual([2, "vodflow: 'publish.command' in vodflow.config.json names './none', which is no program there\n"])
})
