/** `verify`: an output that looks too little like its source fails, and its siblings do not. */
import { readFileSync, writeFileSync } from 'node:fs'
import { runTestFfmpeg } from '@vodflow/testing'
import { afterAll, expect, test } from 'vitest'
import { createFilmFolder, filesBelow, readResult } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const place = createFilmFolder('quality')
afterAll(place.remove)

const procedure = (elements: readonly object[]) => JSON.stringify({ process: { transcode: elements } })

test('each output is measured against its own target, and only the poor one fails', { timeout: 60_000 }, async () => {
  const film = await place.film()
  writeFileSync(place.path('Both.json'), procedure([
    { definition: 20, verify: { ssim: 0.9 } },
    { definition: 10, override: { video: { bitrate: 128, fps: 12 } }, verify: { ssim: 0.9999 } },
    { definition: 1110 },
  ]))
  const out = place.path('both')
  const run = await runVodflow(['run', './Both.json', '-i', film, '-o', out], { cwd: place.path('.') })
  expect(run.status, run.stderr).toBe(1)
  const states = Object.fromEntries(readResult(out).processTaskList.map((task) => [task.input['definition'], task]))
  expect([states[20]?.status, states[1110]?.status, states[10]?.status]).toEqual(['SUCCESS', 'SUCCESS', 'FAIL'])
  expect(states[10]?.errCode).toBe(30010)
  expect(states[10]?.message).toMatch(/an SSIM of 0\.\d{4}, and 0\.9999 is asked for \(the worst is 0\.\d{4}, of frame \d+\)/)
  expect(filesBelow(out).filter((name) => name.startsWith('v.'))).toEqual(['v.f1110.m4a', 'v.f20.mp4'])
  // Encoded once: a measured fault is no reason to try again.
  const starts = readFileSync(`${out}/events.jsonl`, 'utf8').split('\n').filter((line) => line.includes('"step-started"'))
  expect(starts.length).toBe(1)
})

test('what was measured is what ffmpeg measures of the two files', { timeout: 60_000 }, async () => {
  const film = await place.film()
  writeFileSync(place.path('One.json'), procedure([{ definition: 20, override: { video: { fps: 25 } }, verify: { ssim: 0.5 } }]))
  const out = place.path('one')
  const run = await runVodflow(['run', './One.json', '-i', film, '-o', out], { cwd: place.path('.') })
  expect(run.status, run.stderr).toBe(0)
  const finished = readFileSync(`${out}/events.jsonl`, 'utf8').split('\n').find((line) => line.includes('"step-finished"')) ?? ''
  const told = Number(/"ssim":([\d.]+)/.exec(finished)?.[1])
  const stats = place.path('stats.txt')
  await runTestFfmpeg(['-i', `${out}/v.f20.mp4`, '-i', film, '-lavfi', `[0:v]setpts=N[a];[1:v]setpts=N[b];[a][b]ssim=stats_file=${stats}`, '-f', 'null', '-'])
  const all = [...readFileSync(stats, 'utf8').matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value))
  expect(all.length).toBe(100)
  expect(told).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 3)
})
