import { taskId, type Compiled, type EncoderSpeed, type ProcessTask } from '@vodflow/core'
import type { CachedResult, EarlierResults, Plan, Recipes } from '@vodflow/engine'
import { expect, test } from 'vitest'
import type { FfmpegInspection } from '../../src/inspection.ts'
import { describeStep, planFfmpeg, recipesOf } from '../../src/plan/index.ts'
import type { FfmpegWork } from '../../src/work.ts'
import { animation, build2018, choices, compiled, cover, film, mark, modern, samples, sprite, transcode, workOf } from './fixtures.ts'

const tasks = [transcode(10, { video: { width: 320 } }), transcode(20), transcode(30, { container: 'hls' }), cover('Time', 6), samples('Percent', 10), sprite(), animation('gif')]

function recipes(of: Compiled = compiled(...tasks), inspection: FfmpegInspection = film(), speed: EncoderSpeed = 'veryfast'): Recipes {
  const found = recipesOf(of, inspection, { speed })
  if (found === undefined) throw new Error('no recipes')
  return found
}

/** The tasks whose key is not as it was. */
function changedIn(now: Recipes, before: Recipes = recipes()): readonly string[] {
  return Object.entries(before.byTask).flatMap(([task, { key }]) => (now.byTask[task]?.key === key ? [] : [task]))
}

function filmAt(path: string, identity: { readonly sizeBytes?: number; readonly mtimeMs?: number; readonly sha256OfEnds?: string } = {}): FfmpegInspection {
  const { parts, ...rest } = film()
  return { ...rest, parts: parts.map((part) => ('gapSeconds' in part ? part : { ...part, file: { path, identity: { sizeBytes: 36_000_000, mtimeMs: 0, sha256OfEnds: '', ...identity } } })) }
}

const all = tasks.map(({ id }) => id as string)

test('each task has a key of its own', () => {
  const keys = Object.values(recipes().byTask).map(({ key }) => key)
  expect(new Set(keys).size).toBe(tasks.length)
})

test('the same content elsewhere, or written at another time, is the same', () => {
  expect(changedIn(recipes(undefined, filmAt('/other/place.mp4', { mtimeMs: 5 })))).toEqual([])
})

test('another content is another, though it looks alike', () => {
  expect(changedIn(recipes(undefined, filmAt('/films/film.mp4', { sha256OfEnds: 'f' })))).toEqual(all)
})

test('a clip is another than the whole', () => {
  const { parts, ...rest } = film()
  const clipped = parts.map((part) => ('gapSeconds' in part ? part : { ...part, clip: { startSeconds: 1, endSeconds: 2, frames: { first: 25, count: 25 } } }))
  expect(changedIn(recipes(undefined, { ...rest, parts: clipped }))).toEqual(all)
})

test('a changed template is another for its own task alone', () => {
  expect(changedIn(recipes(compiled(transcode(10, { video: { width: 320, bitrate: 500 } }), ...tasks.slice(1))))).toEqual(['transcode.10'])
})

test('what stands beside a task, and when it runs, changes nothing', () => {
  const alone = recipes(compiled(...tasks.slice(1, 2)))
  expect(alone.byTask['transcode.20']?.key).toBe(recipes().byTask['transcode.20']?.key)
  const runsIf = { task: taskId('review.10'), suggestion: ['pass'] as const }
  const later = tasks.map((task) => ({ ...task, inputs: [taskId('review.10')], runsIf }))
  expect(changedIn(recipes(compiled(...later)))).toEqual([])
})

test('the preset and the build are part of it, where the programs lie is not', () => {
  expect(changedIn(recipes(undefined, undefined, 'medium'))).toEqual(all)
  expect(changedIn(recipes(undefined, film({ inspection: { capabilities: build2018 } })))).toEqual(all)
  expect(changedIn(recipes(undefined, film({ inspection: { capabilities: { ...modern, program: '/opt/ffmpeg', probeProgram: '/opt/ffprobe' } } })))).toEqual([])
})

test('a watermark is known by its picture, not by its path', () => {
  const marked = [transcode(20, { task: { watermarks: [mark] } })]
  const here = recipes(compiled(...marked))
  expect(changedIn(recipes({ ...compiled(...marked), images: new Map([['aa', '/elsewhere/logo.png']]) }), here)).toEqual([])
  const other = { ...mark, template: { ...mark.template, image: { ...mark.template.image, sha256: 'bb' } } }
  const now = { ...compiled(transcode(20, { task: { watermarks: [other] } })), images: new Map([['bb', '/marks/logo%d.png']]) }
  expect(changedIn(recipes(now), here)).toEqual(['transcode.20'])
})

test('what is encrypted is never kept', () => {
  const drm = { definition: 10, template: { type: 'SimpleAes', keySource: 'VodBuildInKMS', getKeyUrl: 'https://example.org/key' } }
  // The template's own shape is another package's matter; here only its being there counts.
  const secret = transcode(230, { container: 'hls', task: { drm: drm as never } })
  expect(Object.keys(recipes(compiled(secret, transcode(20))).byTask)).toEqual(['transcode.20'])
})

test('of an assumed source nothing is known', () => {
  const { parts, ...rest } = film()
  const assumed = parts.map((part) => { const { file: _file, ...others } = { file: undefined, ...part }; return others as typeof part })
  expect(recipesOf(compiled(...tasks), { ...rest, parts: assumed }, { speed: 'veryfast' })).toBeUndefined()
})

function planWith(found: readonly string[], changed: Readonly<Record<string, string>> = {}, of: readonly ProcessTask[] = tasks): Plan<FfmpegWork> {
  const result = (id: string): CachedResult => ({ key: recipes().byTask[id]?.key ?? '', artifacts: [{ role: 'video', path: `kept.${id}`, sizeBytes: 1000 }] })
  const earlier: EarlierResults = {
    recipes: recipes(), folder: '/cache', found: new Map(found.map((id) => [taskId(id), result(id)])), changed: new Map(Object.entries(changed).map(([id, why]) => [taskId(id), why])),
  }
  const planned = planFfmpeg(compiled(...of), film(), { speed: 'veryfast' }, earlier)
  if (!planned.ok) throw new Error('no plan')
  return planned.value
}

test('what is found is a step that costs nothing, and the rest is fused as if it were alone', () => {
  const found = ['transcode.20', 'transcode.30', 'imageSprite.10']
  const plan = planWith(found)
  const reused = plan.steps.filter(({ reuse }) => reuse !== undefined)
  expect(reused.map(({ covers, reasons }) => [covers, reasons.map(({ choice }) => choice)])).toEqual(found.map((id) => [[id], ['reuse']]))
  expect(plan.estimate?.steps.filter(({ step }) => found.includes(step)).map(({ cpuSeconds }) => cpuSeconds)).toEqual([0, 0, 0])
  expect(plan.estimate?.tasks.find(({ task }) => task === 'transcode.20')?.bytes).toBe(1000)
  const encode = plan.steps.find(({ id }) => id === 'encode')
  expect(encode?.covers).toEqual(['transcode.10', 'coverBySnapshot.10', 'sampleSnapshot.10'])
  const alone = planFfmpeg(compiled(...tasks.filter(({ id }) => !found.includes(id))), film(), { speed: 'veryfast' })
  expect(workOf(encode)).toEqual(alone.ok && workOf(alone.value.steps.find(({ id }) => id === 'encode')))
})

test('should the result have gone, the step knows how it is made', () => {
  const step = planWith(['transcode.20']).steps.find(({ reuse }) => reuse !== undefined)
  expect(workOf(step).outputs.map(({ task }) => task)).toEqual(['transcode.20'])
  expect(workOf(step).commands).toHaveLength(1)
})

test('the lines of what is found copy it', () => {
  const step = planWith(['transcode.20']).steps.find(({ reuse }) => reuse !== undefined)
  const key = recipes().byTask['transcode.20']?.key ?? ''
  expect(step && describeStep(step)).toEqual([`cp /cache/entries/${key.slice(0, 2)}/${key}/0 kept.transcode.20`])
})

test('what is made again says why, beside its other reasons', () => {
  const encode = planWith([], { 'transcode.10': 'video.bitrate 1024 → 900' }).steps.find(({ id }) => id === 'encode')
  expect(choices(encode)).toContain('fuse')
  expect(encode?.reasons.find(({ choice }) => choice === 'again')).toEqual({ choice: 'again', because: 'it is made again: video.bitrate 1024 → 900', tasks: ['transcode.10'] })
})

test('a master playlist waits for renditions that are found', () => {
  const playlist = { kind: 'hlsMasterPlaylist', id: taskId('hlsMasterPlaylist.10000'), inputs: [taskId('transcode.30')], definition: 10_000 } as const
  const plan = planWith(['transcode.30'], {}, [...tasks, playlist])
  expect(plan.steps.at(-1)).toMatchObject({ covers: ['hlsMasterPlaylist.10000'], needs: ['transcode.30'] })
})
