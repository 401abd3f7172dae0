/** A clip on the command line: run, planned, applied, and what is wrong with one. */
import { cpSync, existsSync, readFileSync, renameSync, utimesSync } from 'node:fs'
import { readFrameNumber } from '@vodflow/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFilmFolder, readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const { path, film, remove } = createFilmFolder('clip')
afterAll(remove)
beforeAll(film)

const procedure = 'QCVB_SimpleProcessFile({10},0,10)'

test('a clip is run, and kept beside what is made of it; run again, nothing is done', async () => {
  const args = ['run', procedure, '-i', `${path('film.mp4')}#1,2`, '--keep-source', '-o', path('out'), '--json']
  const ran = await runVodflow(args)
  expect(ran.status, ran.stderr).toBe(0)
  expect(readResult(path('out'))).toMatchObject({ status: 'FINISH', metaData: { duration: 1 } })
  expect(await readFrameNumber(path('out/cover.jpg'))).toBe(25)
  expect(existsSync(path('out/source.mp4'))).toBe(true)
  const before = readFileSync(path('out/source.mp4'))
  expect((await runVodflow(args)).status).toBe(0)
  expect(readFileSync(path('out/source.mp4')).equals(before)).toBe(true)
})

test('a plan of a clip names it, is applied as it is, and names the file that has changed', async () => {
  cpSync(path('film.mp4'), path('take #1.mp4'))
  const made = await runVodflow(['plan', procedure, '-i', `${path('take %231.mp4')}#-2,`, '-o', path('plan.json')])
  expect(made.status, made.stderr).toBe(0)
  expect(made.stdout).toContain(`on ${path('take #1.mp4')}#-2,\n  mp4, 2.0 s`)
  const applied = await runVodflow(['apply', path('plan.json'), '-o', path('applied')])
  expect(applied.status, applied.stderr).toBe(0)
  expect(await readFrameNumber(path('applied/cover.jpg'))).toBe(50)
  utimesSync(path('take #1.mp4'), 1, 1)
  const moved = await runVodflow(['apply', path('plan.json'), '-o', path('again')])
  expect([moved.status, moved.stderr]).toEqual([2, expect.stringContaining('[plan/moved-source]')])
  renameSync(path('take #1.mp4'), path('take1.mp4'))
})

test('the graph says which clip, and nothing of the file', async () => {
  const graph = JSON.parse((await runVodflow(['compile', procedure, '-i', path('film.mp4'), '--clip', '1,2'])).stdout) as { readonly tasks: readonly unknown[] }
  expect(graph.tasks[0]).toEqual({ kind: 'source', id: 'source', inputs: [], form: 'file', clips: [{ start: 1, end: 2 }] })
})

test('a clip that the film does not have is refused before anything is done', async () => {
  const ran = await runVodflow(['run', procedure, '-i', `${path('film.mp4')}#9,`, '-o', path('none')])
  expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('starts at 9 s, and the film goes from 0 to 4 s [check/clip-outside]')])
  expect(existsSync(path('none/result.json'))).toBe(false)
})
