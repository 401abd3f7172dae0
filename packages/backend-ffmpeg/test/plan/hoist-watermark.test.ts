import type { ProcessTask, WatermarkTemplate } from '@vodflow/core'
import { expect, test } from 'vitest'
import { choices, film, mark, planOf, transcode, workOf } from './fixtures.ts'

const marked = (definition: number, width: number, template: Partial<WatermarkTemplate> = {}, fps = 25) =>
  transcode(definition, { video: { width, fps }, task: { watermarks: [{ ...mark, template: { ...mark.template, ...template } }] } })
const graphOf = (tasks: readonly ProcessTask[], without: readonly 'hoistWatermark'[] = []): string => {
  const args = workOf(planOf(tasks, film(), without).steps[0]).commands[0]?.args ?? []
  return args[args.indexOf('-filter_complex') + 1] ?? ''
}
const both = (definition: number, width: number) =>
  transcode(definition, { video: { width, fps: 25 }, task: { watermarks: [mark, { ...mark, template: { ...mark.template, left: '50%' } }] } })
const drawings = (graph: string): number => graph.split('overlay=').length - 1

test('one watermark of all sizes is drawn once, on the largest', () => {
  const tasks = [marked(20, 640), marked(30, 1280)]
  expect(graphOf(tasks)).toBe([
    'movie=filename=watermark0.png:format_name=png_pipe,scale=256:128:flags=bicubic[w0]', '[0:0]fps=25,scale=1280:720:flags=bicubic,setsar=1,format=yuv420p[s0]',
    '[s0][w0]overlay=x=128:y=36,format=yuv420p,split=2[v1][s1]', '[s1]setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,zscale=640:360:filter=bicubic:param_a=0:param_b=0.6,setsar=1,format=yuv420p[v0]',
  ].join(';'))
  const reasons = planOf(tasks).steps[0]?.reasons
  expect(reasons).toContainEqual({ choice: 'hoist', because: '2 outputs have the same watermark in the same place: it is drawn once, at 1280x720, before the others are scaled from it', tasks: ['transcode.30', 'transcode.20'] })
  expect(drawings(graphOf(tasks, ['hoistWatermark']))).toBe(2)
})

test('two watermarks are drawn one over the other, once', () => {
  expect(drawings(graphOf([both(20, 640), both(30, 1280), both(40, 1920)]))).toBe(2)
})

test.each([
  ['one without a watermark', [transcode(20, { video: { fps: 25 } }), marked(30, 1280)], 1],
  ['another place', [marked(20, 640, { left: '11%' }), marked(30, 1280)], 2],
  ['a place in pixels', [marked(20, 640, { left: '10px' }), marked(30, 1280, { left: '10px' })], 2],
  ['a size in pixels', [marked(20, 640, { width: '90px' }), marked(30, 1280, { width: '90px' })], 2],
  ['another frame rate', [marked(20, 640, {}, 12), marked(30, 1280)], 2],
  ['another shape', [transcode(20, { video: { width: 640, height: 640, resolutionSelfAdapting: 'close', fps: 25 }, task: { watermarks: [mark] } }), marked(30, 1280)], 2],
  ['one output alone', [marked(20, 640)], 1],
] as const)('%s: each draws its own', (_, tasks, count) => {
  expect(drawings(graphOf(tasks))).toBe(count)
})

test('in pixels the plan says why', () => {
  expect(choices(planOf([marked(20, 640, { left: '10px' }), marked(30, 1280, { left: '10px' })]).steps[0])).toContain('draw')
})
