import { type Diagnostic, fail, ok } from '@vodflow/core'
import type { PullJob, PullSource, RunReport, RunRequest } from '@vodflow/engine'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { codesOf, eventLines, freshPlace, type Place, type Ran, reportOf, run, type Setting, tasksOf } from './fixture.ts'

const url = 'https://films.example/a/film.mp4?sign=fake-secret'
const source: RunRequest['source'] = { form: 'pullFile', url, maxBytes: 1e9 }
const script = { steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', does: [{ task: 'b' }] }] }
const tasks = [{ id: 'a' }, { id: 'b' }]

let place: Place
beforeEach(async () => {
  place = await freshPlace()
})

/** A server's worth of a puller: one file for each URL, and what was asked of it. */
function puller(text = 'a film from afar', contentType = 'video/mp4'): { readonly pull: PullSource; readonly jobs: PullJob[]; text: string } {
  const jobs: PullJob[] = []
  const fake = {
    jobs,
    text,
    contentType,
    pull: async (job: PullJob) => {
      jobs.push(job)
      await mkdir(job.folder, { recursive: true })
      const path = join(job.folder, 'source.mp4')
      job.onProgress({ receivedBytes: 3, totalBytes: fake.text.length })
      if ((await readFile(path, 'utf8').catch(() => '')) !== fake.text) await writeFile(path, fake.text)
      return ok({ path, sizeBytes: fake.text.length, md5: `md5 of ${fake.text}`, contentType: fake.contentType })
    },
  }
  return fake
}

function pulling(pull: PullSource, setting: Partial<Setting> = {}): Promise<Ran> {
  return run(place, { tasks, script, source, pull, ...setting })
}

const pulledInto = (): string => join(place.out, '.vodflow', 'source')
const recorded = (): Promise<string> => readFile(join(place.out, '.vodflow', 'run.jsonl'), 'utf8')
const problem = (code: string): Diagnostic => ({ code, severity: 'error', message: `because of ${code}` })
const failing = (code: string): PullSource => async () => fail(problem(code))
const problemsOf = (report: RunReport): readonly string[] => report.problems.map(({ code }) => code)

/** Ends the process as far as the run can tell: nothing that comes after it is done or recorded. */
const killed: PullSource = () => Promise.reject(new Error('killed'))

test('a URL is pulled, probed, compiled and run; what was pulled goes once all went well', async () => {
  const fake = puller()
  const ran = await pulling(fake.pull)
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
  expect(reportOf(ran)).toMatchObject({ ok: true, pulled: { md5: 'md5 of a film from afar', identity: { sizeBytes: 16 } } })
  expect(ran.events.map(({ type }) => type).slice(0, 6)).toEqual(['run-started', 'source-pulling', 'source-progress', 'source-pulled', 'source-inspected', 'run-planned'])
  expect(ran.events.slice(0, 4)).toMatchObject([{ source: 'https://films.example/a/film.mp4' }, { task: 'source', url: 'https://films.example/a/film.mp4' }, { task: 'source', receivedBytes: 3, totalBytes: 16 }, { task: 'source', sizeBytes: 16 }])
  expect(await eventLines(place)).toEqual(ran.events)
  expect(existsSync(pulledInto())).toBe(false)
  expect(fake.jobs).toMatchObject([{ allow: [], request: source }])
})

test('no event holds the query, and only its owner may read the record that does', async () => {
  await pulling(puller().pull)
  expect(await readFile(join(place.out, 'events.jsonl'), 'utf8')).not.toContain('fake-secret')
  expect(await recorded()).toContain('fake-secret')
  if (process.platform !== 'win32') expect((await stat(join(place.out, '.vodflow', 'run.jsonl'))).mode & 0o077).toBe(0)
})

test('the run is in its store before the first byte', async () => {
  const fake = puller()
  const seen: string[] = []
  await pulling(async (job) => {
    seen.push(await recorded())
    return fake.pull(job)
  })
  expect(seen).toEqual([expect.stringContaining('"pulls":true')])
})

test('killed while it comes, it goes on with the same run and the same folder', async () => {
  const fake = puller()
  await expect(pulling(async (job) => {
    await mkdir(job.folder, { recursive: true })
    await writeFile(join(job.folder, 'source.part'), 'half')
    return killed(job)
  })).rejects.toThrow('killed')
  const ran = await pulling(async (job) => {
    expect(await readFile(join(job.folder, 'source.part'), 'utf8')).toBe('half')
    return fake.pull(job)
  })
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
  expect(ran.events[0]).toMatchObject({ type: 'run-started', continued: true })
})

test('killed between the pull and the plan, nothing is pulled again', async () => {
  const fake = puller()
  const dies = { ...script, get facts(): never { throw new Error('killed') } }
  await expect(pulling(fake.pull, { script: dies })).rejects.toThrow('killed')
  const ran = await pulling(killed)
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
  expect(reportOf(ran).pulled?.md5).toBe('md5 of a film from afar')
  expect(fake.jobs).toHaveLength(1)
})

test('killed among the steps, only what is left is done, and nothing is pulled again', async () => {
  const fake = puller()
  const abort = new AbortController()
  const slow = { steps: [{ id: 'one', does: [{ task: 'a' }] }, { id: 'two', does: [{ task: 'b', ms: 400 }] }] }
  const first = await pulling(fake.pull, { script: slow, signal: abort.signal, onEvent: (event) => event.type === 'task-changed' && event.task === 'a' && event.state.status === 'done' && abort.abort() })
  expect(reportOf(first).cancelled).toBe(true)
  const ran = await pulling(killed)
  expect(ran.backend.begun).toEqual(['two'])
  expect(tasksOf(ran)).toEqual({ a: 'done', b: 'done' })
  expect(existsSync(pulledInto())).toBe(false)
})

test('stopped while it comes, it waits for the same command', async () => {
  const fake = puller()
  const abort = new AbortController()
  const first = await pulling(async () => {
    abort.abort()
    return fail()
  }, { signal: abort.signal })
  expect(reportOf(first)).toMatchObject({ cancelled: true, tasks: [] })
  expect(first.events.at(-1)).toMatchObject({ type: 'run-finished', cancelled: true })
  expect(tasksOf(await pulling(fake.pull))).toEqual({ a: 'done', b: 'done' })
})

test('a URL at fault fails the tasks, and the same command tries again', async () => {
  const ran = await pulling(failing('check/source-http-status'))
  expect(problemsOf(reportOf(ran))).toEqual(['check/source-http-status'])
  expect(tasksOf(ran)).toEqual({ a: 'failed source-unreadable', b: 'failed source-unreadable' })
  expect(tasksOf(await pulling(puller().pull))).toEqual({ a: 'done', b: 'done' })
})

test('a full disk is no fault of the source', async () => {
  expect(tasksOf(await pulling(failing('run/no-room-for-source')))).toEqual({ a: 'failed disk-full', b: 'failed disk-full' })
})

test('what came and is no film is asked for again, since it may have been mended; the message names the URL', async () => {
  const fake = puller()
  const refusing: Setting['script'] = { ...script, get refuse() { return [{ ...problem('check/source-not-media'), message: `'${join(fake.jobs[0]?.folder ?? '', 'source.mp4')}' is no film` }] } }
  const ran = await pulling(fake.pull, { script: refusing })
  expect(reportOf(ran).problems).toEqual([{ code: 'check/source-not-media', message: "'https://films.example/a/film.mp4' is no film" }])
  expect(tasksOf(await pulling(fake.pull))).toEqual({ a: 'done', b: 'done' })
  expect(fake.jobs).toHaveLength(2)
})

test('what is compiled knows the MD5, but of a clip none; what is wrong with a clip names the URL', async () => {
  const fake = puller()
  expect(reportOf(await pulling(fake.pull)).facts?.md5).toBe('md5 of a film from afar')
  const clipped = { source: { ...source, clip: { start: 1 } } }
  expect(reportOf(await pulling(fake.pull, clipped)).facts?.md5).toBe('')
  const path = join(fake.jobs[0]?.folder ?? '', 'source.mp4')
  const outside: Diagnostic = { ...problem('check/clip-outside'), message: `the clip of '${path}'`, params: { path } }
  const { result } = await pulling(fake.pull, { source: { ...source, clip: { start: 99 } }, script: { ...script, refuse: [outside] } })
  expect(result.diagnostics).toMatchObject([{ message: "the clip of 'https://films.example/a/film.mp4'", params: { path: 'https://films.example/a/film.mp4' } }])
})

test('a page in place of a film is told as one', async () => {
  const ran = await pulling(puller('<html>', 'text/html').pull, { script: { ...script, refuse: [problem('check/source-not-media')] } })
  expect(reportOf(ran).problems[0]?.message).toBe("because of check/source-not-media (the server calls it 'text/html': perhaps a page that says why there is no film)")
})

test('a procedure that is wrong whatever its source is pulls nothing; one that must see facts does', async () => {
  expect(codesOf(await pulling(killed, { unknown: fail(problem('lua/runtime')) }))).toEqual(['lua/runtime'])
  expect(await readdir(place.out).catch(() => [])).toEqual([])
  expect(tasksOf(await pulling(puller().pull, { unknown: fail(problem('lua/needs-facts')) }))).toEqual({ a: 'done', b: 'done' })
})

test('an output that is gone after all went well is made again from a source that is pulled again', async () => {
  const fake = puller()
  await pulling(fake.pull)
  await rm(join(place.out, 'b.txt'))
  const ran = await pulling(fake.pull)
  expect(ran.backend.begun).toEqual(['two'])
  expect([tasksOf(ran), fake.jobs.length]).toEqual([{ a: 'done', b: 'done' }, 2])
})

test('a source that is another one when it is pulled again starts the work over', async () => {
  const fake = puller()
  await pulling(fake.pull)
  await rm(join(place.out, 'b.txt'))
  fake.text = 'another film'
  const ran = await pulling(fake.pull)
  expect(ran.backend.begun.toSorted()).toEqual(['one', 'two'])
  expect(reportOf(ran)).toMatchObject({ ok: true, pulled: { md5: 'md5 of another film' } })
})

test('where it cannot be pulled again, what was done is still done', async () => {
  await pulling(puller().pull)
  await rm(join(place.out, 'b.txt'))
  expect(tasksOf(await pulling(failing('check/source-not-reached')))).toEqual({ a: 'done', b: 'failed source-unreadable' })
  expect(existsSync(join(place.out, 'a.txt'))).toBe(true)
  const ran = await pulling(puller().pull)
  expect([ran.backend.begun, tasksOf(ran)]).toEqual([['two'], { a: 'done', b: 'done' }])
})

test('a source that came back after it could not be pulled again is asked for, and gone on with', async () => {
  const fake = puller()
  const failsOnce = { steps: [script.steps[0] ?? { id: 'one', does: [] }, { id: 'two', does: [{ task: 'b', failure: { reason: 'disk-full', detail: '' } as const }] }] }
  await pulling(fake.pull, { script: failsOnce })
  const kept = join(fake.jobs[0]?.folder ?? '', 'source.mp4')
  const { atime, mtime } = await stat(kept)
  await rm(kept)
  expect(problemsOf(reportOf(await pulling(failing('check/source-not-reached'))))).toEqual(['check/source-not-reached'])
  await writeFile(kept, fake.text)
  await utimes(kept, atime, mtime)
  const ran = await pulling(fake.pull)
  expect([tasksOf(ran)['a'], fake.jobs.length]).toEqual(['done', 2])
})

test('a run that waits for a person keeps its source, and goes on without asking for it', async () => {
  const fake = puller()
  const setting = {
    tasks: [{ id: 'review', kind: 'review' as const }, { id: 'a', runsIf: { task: 'review', suggestion: ['pass', 'review'] as const } }],
    script: { steps: [{ id: 'look', does: [{ task: 'review', suggestion: 'review' as const }] }, { id: 'one', does: [{ task: 'a' }] }] },
    manual: true,
  }
  expect(reportOf(await pulling(fake.pull, setting)).waiting).toBe(true)
  expect(existsSync(pulledInto())).toBe(true)
  const ran = await pulling(killed, { ...setting, ruling: 'pass' })
  expect(tasksOf(ran)).toMatchObject({ a: 'done' })
  expect(existsSync(pulledInto())).toBe(false)
})

test('all done and all there: nothing is asked for', async () => {
  await pulling(puller().pull)
  const ran = await pulling(killed)
  expect([reportOf(ran).ok, ran.backend.begun]).toEqual([true, []])
})

test('a mistyped URL costs no outputs of the run before; a good one takes its place', async () => {
  const fake = puller()
  await run(place, { tasks, script })
  const bad = await pulling(failing('check/source-host-unknown'))
  expect(problemsOf(reportOf(bad))).toEqual(['check/source-host-unknown'])
  expect(existsSync(join(place.out, 'a.txt'))).toBe(true)
  const back = await run(place, { tasks, script })
  expect(back.backend.begun).toEqual([])
  const ran = await pulling(fake.pull, { tasks: [{ id: 'c' }], script: { steps: [{ id: 'three', does: [{ task: 'c' }] }] } })
  expect(tasksOf(ran)).toEqual({ c: 'done' })
  expect(await eventLines(place)).toEqual(ran.events.filter(({ type }) => type !== 'source-progress'))
  expect((await readdir(place.out)).toSorted()).toEqual(['.vodflow', 'c.txt', 'events.jsonl'])
})

test('what was pulled can be run by its path, and is let be then', async () => {
  const fake = puller()
  await pulling(fake.pull, { script: { ...script, refuse: [problem('check/source-not-media')] } })
  const path = join(fake.jobs[0]?.folder ?? '', 'source.mp4')
  expect(tasksOf(await run(place, { tasks, script, source: { form: 'file', path } }))).toEqual({ a: 'done', b: 'done' })
  expect(existsSync(path)).toBe(true)
  await run(place, { tasks, script })
  expect(existsSync(path)).toBe(false)
})

test('what another URL left goes when the next one begins', async () => {
  await expect(pulling(async (job) => {
    await mkdir(job.folder, { recursive: true })
    return killed(job)
  })).rejects.toThrow('killed')
  expect(await readdir(pulledInto())).toHaveLength(1)
  await expect(pulling(killed, { source: { form: 'pullFile', url: 'https://films.example/b.mp4', maxBytes: 1 } })).rejects.toThrow('killed')
  expect(await readdir(pulledInto())).toEqual([])
})
