/** Programs that look at pictures: a house's own, and the optional package. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findReviewer, programReviewer, reviewVariable } from '@vodflow/backend-ffmpeg'
import { runTestFfmpeg } from '@vodflow/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { describeReviewerContract, requestFor, scoresOf } from './reviewer-contract.ts'

const folder = await mkdtemp(join(tmpdir(), 'vodflow-reviewers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

function nodeReviewer(script: string, timeoutSeconds = 20) {
  return programReviewer({ name: 'test', command: [process.execPath, '-e', script], folder, timeoutSeconds })
}

const reads = "let t='';process.stdin.on('data',c=>t+=c).on('end',()=>{const r=JSON.parse(t);"
const answers = "console.log(JSON.stringify({format:'vodflow/review-answer@1',frames:"
/** A score that only the bytes of the picture decide. */
const byBytes = `${reads}${answers}r.frames.map(({path})=>({confidence:require('fs').readFileSync(path).reduce((a,b)=>a+b,0)%100}))}))})`

describeReviewerContract("a house's own program", async () => nodeReviewer(byBytes))

const asked = requestFor(['/none.jpg'])
const look = async (script: string, timeoutSeconds?: number) => {
  const reviewed = await nodeReviewer(script, timeoutSeconds).review(asked, { signal: new AbortController().signal, onProcess: () => {} })
  return reviewed.ok ? reviewed.answer : reviewed.failure
}

describe('what a program does wrong has a name', () => {
  test.each([
    ['console.error("no model");process.exit(3)', { reason: 'exit-non-zero', status: 3, lastLines: ['no model'] }],
    ['throw new TypeError("no model here")', { reason: 'exit-non-zero', status: 1, lastLines: expect.toSatisfy((lines: readonly string[]) => lines.at(-1) === 'TypeError: no model here') }],
    ['console.log("hello")', { reason: 'bad-answer', detail: "it printed no JSON object, but 'hello'" }],
    ['', { reason: 'bad-answer', detail: 'it printed nothing' }],
    [`${reads}${answers}[]}))})`, { reason: 'bad-answer', detail: 'it has scores for 0 frames, and was given 1' }],
    ['const b=Buffer.alloc(1e6,32);for(;;)require("fs").writeSync(1,b)', { reason: 'bad-answer', detail: 'it printed more than 8 MiB' }],
  ])('%s', async (script, failure) => {
    expect(await look(script)).toMatchObject(failure)
  })

  test('it takes too long', async () => {
    expect(await look('setInterval(()=>{},1e3)', 0.2)).toMatchObject({ reason: 'timed-out' })
  })

  test('it is not there', async () => {
    const missing = programReviewer({ name: 'x', command: [join(folder, 'none')], folder, timeoutSeconds: 5 })
    expect(await missing.review(asked, { signal: new AbortController().signal, onProcess: () => {} })).toMatchObject({ failure: { reason: 'tool-incapable' } })
  })
})

test('one that never reads what it is asked is no failure of ours', async () => {
  const many = requestFor(Array.from({ length: 500 }, (_, at) => `/${'x'.repeat(1000)}${at}.jpg`))
  const script = "console.log(JSON.stringify({format:'vodflow/review-answer@1',frames:Array.from({length:500},()=>({confidence:1}))}))"
  expect(scoresOf(await nodeReviewer(script).review(many, { signal: new AbortController().signal, onProcess: () => {} }))).toHaveLength(500)
})

const at = (name: string): string => join(folder, name)

describe('who is found', () => {
  const none = { [reviewVariable]: '', PATH: process.env['PATH'] }

  test('nobody: then it is said how to get one', async () => {
    expect(await findReviewer({ folder }, none)).toEqual({ is: 'missing', why: "name a program as 'review.command' in vodflow.config.json, or give 'npm install @vodflow/review-nsfwjs' in the project's folder" })
  })

  test("the house's own program comes first, from the project's folder or from PATH", async () => {
    await writeFile(at('mine.sh'), '#!/bin/sh\n', { mode: 0o755 })
    expect(await findReviewer({ folder, config: { command: ['./mine.sh', '-x'], model: 'house 3', timeoutSeconds: 9 } }, none)).toEqual({
      is: 'found', reviewer: { name: 'mine.sh', model: 'house 3', command: [at('mine.sh'), '-x'], folder, timeoutSeconds: 9 },
    })
    expect(await findReviewer({ folder, config: { command: ['node', 'x.mjs'] } }, none)).toMatchObject({ is: 'found', reviewer: { name: 'node', folder, timeoutSeconds: 3600 } })
  })

  test.each([['./none.sh', 'there'], ['no-such-program-at-all', 'in PATH']])('%s is no program %s', async (program, where) => {
    expect(await findReviewer({ folder, config: { command: [program] } }, none)).toEqual({ is: 'missing', why: `'review.command' in vodflow.config.json names '${program}', which is no program ${where}` })
  })

  test('a package beside the project, if what it needs is installed', async () => {
    const place = await mkdtemp(join(folder, 'p-'))
    const own = join(place, 'node_modules/@vodflow/review-nsfwjs')
    const manifest = { name: '@vodflow/review-nsfwjs', reviewer: { name: 'nsfwjs', model: 'm 1', program: 'main.mjs', needs: 'nsfwjs' } }
    await mkdir(own, { recursive: true })
    await writeFile(join(own, 'package.json'), JSON.stringify(manifest))
    const env = { PATH: process.env['PATH'] }
    const before = await findReviewer({ folder: join(place, 'a/b') }, { ...env, [reviewVariable]: own })
    expect(before).toEqual({ is: 'missing', why: `the variable ${reviewVariable} names '${own}', where @vodflow/review-nsfwjs is not installed` })
    await mkdir(join(place, 'node_modules/nsfwjs'))
    await writeFile(join(place, 'node_modules/nsfwjs/package.json'), '{}')
    expect(await findReviewer({ folder: join(place, 'a/b') }, env)).toEqual({
      is: 'found', reviewer: { name: 'nsfwjs', model: 'm 1', command: [process.execPath, join(own, 'main.mjs')], folder: own, timeoutSeconds: 3600 },
    })
  })
})

const packaged = await findReviewer({ folder: resolve(import.meta.dirname) }, { [reviewVariable]: resolve(import.meta.dirname, '../../../review-nsfwjs') })
if (packaged.is === 'missing') process.stderr.write("SKIPPED: the optional package review-nsfwjs, which is not installed ('npm ci --ignore-scripts' in packages/review-nsfwjs)\n")
else {
  describeReviewerContract('review-nsfwjs', async () => programReviewer(packaged.reviewer))

  const media = process.env['VODFLOW_MEDIA']
  if (media === undefined) process.stderr.write('SKIPPED: review-nsfwjs on real films, since VODFLOW_MEDIA is not set\n')
  const films = ['tos-1080p30-8s-counter.mp4', 'croatia-1080p25-8s-counter-noaudio.mp4', 'bbb-720p25-5s.mp4', 'flower-540p30-5s.mp4', 'long-1080p30-363s.mp4']
  test.runIf(media !== undefined)('review-nsfwjs finds nothing in the real films', async () => {
    const pictures: string[] = []
    for (const [at, film] of films.entries()) {
      for (const seconds of [0.5, 2, 4]) {
        pictures.push(join(folder, `${at}-${seconds}.jpg`))
        await runTestFfmpeg(['-ss', String(seconds), '-i', join(media ?? '', film), '-frames:v', '1', '-vf', 'scale=640:-2', pictures.at(-1) ?? ''])
      }
    }
    const reviewed = await programReviewer(packaged.reviewer).review(requestFor(pictures), { signal: new AbortController().signal, onProcess: () => {} })
    for (const confidence of scoresOf(reviewed)) expect(confidence).toBeLessThan(50)
  }, 120_000)
}
