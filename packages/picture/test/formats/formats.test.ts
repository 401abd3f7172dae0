import { spanOf } from '@vodflow/core'
import { graphPicture, pictureDot, pictureMermaid, pictureSvg, pictureText, stagesJson } from '@vodflow/picture'
import { expect, test } from 'vitest'
import { cover, gate, graphOf, hls, master, review } from '../tasks.ts'

const hostile = ']"<script>alert(1)</script>&\u0007]]>--> %%{init}%%'
const file = { path: 'a.lua', text: 'x'.repeat(100) }
const renditions = [hls(210, review), hls(220, review)]
const graph = graphOf(review, cover(1, review, gate), cover(2, review, gate), ...renditions, master(...renditions))
const picture = graphPicture({
  graph, title: `A(${hostile})`, origins: new Map([[cover(2).id, spanOf(file, 0, 5)]]),
  diagnostics: [
    { code: 'check/x', severity: 'error', message: `the cover is ${hostile}`, span: spanOf(file, 0, 5) },
    { code: 'call/y', severity: 'warning', message: `the call is ${hostile}` },
  ],
})

test('an SVG has the boxes, the condition and the problems in red, and is nobody\u2019s script', async () => {
  const svg = await pictureSvg(picture)
  expect(svg).toMatch(/^<svg [^<]*role="img"[^<]*>\n<!-- vodflow graph -->\n<style>/)
  for (const text of ['review.10', 'transcode.220', 'if it suggests pass or review', 'jpg as the source']) expect(svg).toContain(`>${text}</text>`)
  const red = [...svg.matchAll(/fill="#c21c28">([^<]*)</g)].map(([, text]) => text)
  expect(red.join(' ')).toContain('error: the cover is')
  expect(red.join(' ')).toContain('warning: the call is')
  // Nothing but what Graphviz draws with, and nothing that a text could have opened.
  expect([...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, name]) => name).filter((name) => !/^(svg|style|g|title|text|path|polygon)$/.test(name ?? ''))).toEqual([])
  expect(svg.match(/<!--/g)).toHaveLength(1)
  expect(svg).not.toMatch(/\u0007| on[a-z]+=|href=/)
})

test('every colour of an SVG has one for dark pages', async () => {
  const svg = await pictureSvg(picture)
  const [head = '', body = ''] = svg.split('</style>')
  const used = new Set([...body.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour).filter((colour) => colour !== 'none'))
  expect(used.size).toBeGreaterThan(6)
  for (const colour of used) expect(head).toContain(`[fill="${colour}"] { fill: #`)
})

test('the same picture is the same bytes, and forty tasks stand beside each other', async () => {
  const many = graphPicture({ graph: graphOf(...Array.from({ length: 40 }, (_, at) => cover(at))), title: 'Many' })
  const svg = await pictureSvg(many)
  expect(await pictureSvg(many)).toBe(svg)
  const [, width = 0, height = 0] = (/width="(\d+)pt" height="(\d+)pt"/.exec(svg) ?? []).map(Number)
  expect(width / height).toBeGreaterThan(1)
  expect(width / height).toBeLessThan(4)
  expect(svg.match(/class="node"/g)).toHaveLength(42)
})

test('a graph of thousands of tasks is drawn in part, and says so', async () => {
  const huge = graphPicture({ graph: graphOf(...Array.from({ length: 5000 }, (_, at) => cover(at))), title: 'Huge' })
  expect(await pictureSvg(huge)).toContain('process: and 4761 more')
  expect(pictureText(huge)).toContain('coverBySnapshot.4999')
})

test('DOT has a cluster for each stage, and groups only where a stage has several', () => {
  const dot = pictureDot(picture)
  expect(dot.match(/subgraph cluster_\d {/g)).toHaveLength(4)
  expect(dot.match(/subgraph cluster_\d_\d {/g)).toHaveLength(2)
  expect(dot).toMatch(/"review\.10" -> "coverBySnapshot\.1" \[lhead=cluster_3_0, label=/)
  expect(dot).not.toContain('<script')
})

test('Mermaid has stages, conditions and problems', () => {
  const text = pictureMermaid(picture)
  expect(text).toMatch(/^%% vodflow graph\n/)
  expect(text).toContain('subgraph stage_process["process"]')
  expect(text).toContain('t2 -->|"if it suggests pass or review"| group_process\n')
  expect(text).toMatch(/class t\d,problems problem\n$/)
  expect(text).not.toMatch(/<script|\]"<|%%\{/)
})

test('the tree shows each task once, with conditions, neighbours and problems', () => {
  const text = pictureText(picture)
  for (const { id } of graph.tasks) expect(text.split('\n').filter((line) => line.includes(` ${id}: `) || line.startsWith(`${id}: `)), id).toHaveLength(1)
  expect(text).toContain('      ├─ if it suggests pass or review\n      │  ├─ coverBySnapshot.1: jpg as the source; at 1 s\n      │  └─ coverBySnapshot.2')
  expect(text).toContain('after transcode.210, transcode.220')
  expect(text).toContain('✗ a.lua:1:1: error: the cover is ]"<script>')
  expect(text).not.toContain('\u0007')
})

test('the JSON is the task graph by stages', () => {
  const { stages, edges, problems, digest } = stagesJson(graph, picture)
  expect(stages.flatMap(({ tasks }) => tasks)).toEqual(graph.tasks)
  expect(stages.map(({ stage }) => stage)).toEqual(['source', 'probe', 'review', 'process'])
  expect(edges).toContainEqual({ from: 'review.10', to: 'coverBySnapshot.2', suggestion: ['pass', 'review'] })
  expect(edges).toContainEqual({ from: 'transcode.210', to: 'hlsMasterPlaylist.10000' })
  expect(problems.map(({ code, tasks }) => [code, tasks])).toEqual([['call/y', []], ['check/x', ['coverBySnapshot.2']]])
  expect(digest).toBe(graph.digest)
})
