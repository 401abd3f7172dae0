import type { Task } from '@vodflow/core'
import { graphPicture } from '@vodflow/picture'
import { expect, test } from 'vitest'
import { cover, gate, graphOf, hls, master, probe, review } from './tasks.ts'

const shapeOf = (...tasks: readonly Task[]) => {
  const { columns, edges } = graphPicture({ graph: graphOf(...tasks), title: 'A' })
  return { columns: columns.map(({ stage, groups }) => [stage, groups.map(({ boxes }) => boxes.map(({ id }) => id))]), edges }
}

test('stages are columns in the order they run, and a stage without tasks is none', () => {
  expect(shapeOf(cover(1)).columns).toEqual([['source', [['source']]], ['probe', [['probe']]], ['process', [['coverBySnapshot.1']]]])
  expect(shapeOf(review, cover(1, review, gate)).columns.map(([stage]) => stage)).toEqual(['source', 'probe', 'review', 'process'])
})

test('one edge with its condition leads to all boxes that wait for the same', () => {
  const { columns, edges } = shapeOf(review, cover(1, review, gate), cover(2, review, gate))
  expect(columns.at(-1)).toEqual(['process', [['coverBySnapshot.1', 'coverBySnapshot.2']]])
  expect(edges).toContainEqual({ from: 'review.10', to: { group: 'process' }, label: 'if it suggests pass or review' })
  expect(edges.filter(({ from }) => from === 'review.10')).toHaveLength(1)
})

test('boxes under another condition are another group', () => {
  const { columns, edges } = shapeOf(review, cover(1, review, gate), cover(2, review, gate), cover(3, review, { task: review.id, suggestion: ['block'] }), cover(4))
  expect(columns.at(-1)).toEqual(['process', [['coverBySnapshot.1', 'coverBySnapshot.2'], ['coverBySnapshot.3'], ['coverBySnapshot.4']]])
  expect(edges).toContainEqual({ from: 'review.10', to: { box: 'coverBySnapshot.3' }, label: 'if it suggests block' })
  expect(edges).toContainEqual({ from: probe.id, to: { box: 'coverBySnapshot.4' } })
})

test('a condition is drawn though the task is no input of it', () => {
  const { edges } = shapeOf(review, cover(1, probe, gate))
  expect(edges).toContainEqual({ from: 'probe', to: { box: 'coverBySnapshot.1' } })
  expect(edges).toContainEqual({ from: 'review.10', to: { box: 'coverBySnapshot.1' }, label: 'if it suggests pass or review' })
})

test('a master playlist stands with the renditions it lists', () => {
  const renditions = [hls(210), hls(220)]
  const { columns, edges } = shapeOf(...renditions, master(...renditions))
  expect(columns.at(-1)).toEqual(['process', [['transcode.210', 'transcode.220', 'hlsMasterPlaylist.10000']]])
  expect(edges).toContainEqual({ from: 'transcode.220', to: { box: 'hlsMasterPlaylist.10000' } })
})

test('boxes say their template in words, and what the procedure says besides', () => {
  const { columns } = graphPicture({ graph: graphOf(hls(210), cover(7)), title: 'A' })
  expect(columns.at(-1)?.groups[0]?.boxes.map(({ words }) => words)).toEqual([['hls, remuxed', 'key frames aligned'], ['jpg as the source', 'at 7 s']])
})

test('a title is short, and nothing in it moves a cursor', () => {
  const { title } = graphPicture({ graph: graphOf(), title: `\u001b[31mA${'b'.repeat(1_000_000)}` })
  expect(title).toMatch(/^\ufffd\[31mAb+…$/)
  expect(title.length).toBeLessThanOrEqual(130)
  const longest = '长'.repeat(64)
  expect(graphPicture({ graph: graphOf(), title: longest }).title).toBe(longest)
})
