/** Loudness is left alone unless the template says otherwise. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { runTestFfmpeg, testFfmpeg } from '@vodflow/testing'
import { afterAll, expect, test } from 'vitest'
import { createFilmFolder } from './film-folder.ts'
import { runVodflow } from './run-vodflow.ts'

const place = createFilmFolder('loudness')
afterAll(place.remove)

/** Integrated, in LUFS. */
function loudnessOf(path: string): number {
  const { stderr } = spawnSync(testFfmpeg(), ['-hide_banner', '-nostdin', '-i', path, '-af', 'ebur128', '-f', 'null', '-'], { encoding: 'utf8' })
  return Number(/I:\s+(-?[\d.]+) LUFS\s+Threshold/.exec(stderr)?.[1])
}

test('a quiet sound stays quiet in one output and is brought up in the other', { timeout: 60_000 }, async () => {
  const quiet = place.path('quiet.wav')
  await runTestFfmpeg(['-f', 'lavfi', '-i', 'anoisesrc=c=pink:d=8:a=0.02:seed=7,atempo=1', '-ac', '2', '-ar', '48000', quiet])
  writeFileSync(place.path('Sound.json'), JSON.stringify({ process: { transcode: [{ definition: 1120 }, { definition: 1010, override: { audio: { loudness: -16 } } }] } }))
  const out = place.path('out')
  const run = await runVodflow(['run', './Sound.json', '-i', quiet, '-o', out], { cwd: place.path('.') })
  expect(run.status, run.stderr).toBe(0)
  const before = loudnessOf(quiet)
  expect(before).toBeLessThan(-25)
  expect(Math.abs(loudnessOf(`${out}/v.f1120.m4a`) - before)).toBeLessThan(0.7)
  expect(Math.abs(loudnessOf(`${out}/v.f1010.mp3`) + 16)).toBeLessThan(1.5)
  const joined = await runVodflow(['run', './Sound.json', '-i', quiet, '-i', quiet, '--concat', '-o', place.path('joined')], { cwd: place.path('.') })
  expect(joined.status, joined.stderr).toBe(0)
  expect(Math.abs(loudnessOf(place.path('joined/v.f1120.m4a')) - before)).toBeLessThan(0.7)
  expect(Math.abs(loudnessOf(place.path('joined/v.f1010.mp3')) + 16)).toBeLessThan(1.5)
})
