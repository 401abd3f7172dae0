import { execFileSync } from 'node:child_process'
import { taskId } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeStep, splitStep } from '../../src/plan/index.ts'
import { shellQuote } from '../../src/plan/shell-quote.ts'
import type { ExpectedOutput } from '../../src/work.ts'
import { cover, planOf, snapshots, sprite, transcode, untallied, workOf } from './fixtures.ts'

const same = (outputs: readonly ExpectedOutput[]) => outputs.map((output) => (output.kind === 'sprite' ? untallied(output) : output))

test('a fused step splits into one for each task with the same expectations', () => {
  const plan = planOf([transcode(10, { video: { width: 320 } }), transcode(20), cover('Time', 3), sprite()])
  const [step] = plan.steps
  if (step === undefined) throw new Error('no step')
  const parts = splitStep(plan, step)
  expect(parts.map(({ covers }) => covers)).toEqual(step.covers.map((task) => [task]))
  expect(parts.map(({ id }) => id)).toEqual(['encode.transcode.10', 'encode.transcode.20', 'encode.coverBySnapshot.10', 'encode.imageSprite.10'])
  expect(same(parts.flatMap((part) => workOf(part).outputs))).toEqual(same(workOf(step).outputs))
  expect(parts.map((part) => splitStep(plan, part))).toEqual([[], [], [], []])
})

test('a plan is plain JSON and the same every time', () => {
  const tasks = [transcode(20), cover('Percent', 50), sprite(), snapshots(0, 500)]
  expect(JSON.parse(JSON.stringify(planOf(tasks)))).toEqual(planOf(tasks))
})

test('a step prints as lines to paste, copies and text files included', () => {
  const [step] = planOf([sprite(30), snapshots(0)]).steps.slice(-1)
  if (step === undefined) throw new Error('no step')
  const lines = describeStep(step)
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['ffmpeg', 'cp', 'cp', 'ffmpeg', 'printf'])
  expect(lines[0]).toMatch(/^ffmpeg -hide_banner -nostdin -y -protocol_whitelist file,pipe,crypto .* -filter_complex '\[0:0\]select=/)
  expect(lines[4]).toMatch(/^printf 'WEBVTT\\n/)
})

test('many copies of numbered files print as one loop, which the shell reads as those copies', () => {
  const [step] = planOf([snapshots(0)]).steps
  if (step === undefined) throw new Error('no step')
  const arrange = Array.from({ length: 12 }, (_, n) => ({ from: `picture0_${String(n).padStart(5, '0')}.jpg`, to: `sample.f10_${String(n).padStart(4, '0')}.jpg` }))
  const [last] = arrange.slice(-1)
  const others = [{ from: 'picture0_00040.jpg', to: 'cover.jpg' }, ...(last ? [last] : [])]
  const lines = describeStep({ ...step, work: { ...workOf(step), commands: [], arrange: [...arrange, ...others], write: [] } })
  expect(lines.length).toBe(3)
  const printed = execFileSync('sh', ['-c', `cp() { echo "$*"; }\n${lines.join('\n')}`], { encoding: 'utf8' })
  expect(printed.trimEnd().split('\n')).toEqual([...arrange, ...others].map(({ from, to }) => `${from} ${to}`))
})

test('built-ins print as the command that runs them', () => {
  const task = taskId('hlsMasterPlaylist.10000')
  const work = { type: 'hls-master-playlist', task, path: 'master_playlist.m3u8', renditions: [] } as const
  expect(describeStep({ id: task, covers: [task], needs: [], reasons: [], work })).toEqual(['vodflow step plan.json hlsMasterPlaylist.10000'])
})

test('a quoted word is read back by the shell as it was', () => {
  const words = fc.sample(fc.string({ unit: 'grapheme', maxLength: 30 }).filter((word) => !word.includes('\0')), 40)
  const nasty = ["it's", '$HOME `id` "x"', "select=\\'v:0,a\\'", '[0:0]split=2[a][b];[a]null', '', '-n', 'a\nb', '*']
  const all = [...nasty, ...words]
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${all.map(shellQuote).join(' ')}`]).toString()
  expect(printed.split('\0').slice(0, -1)).toEqual(all)
})
