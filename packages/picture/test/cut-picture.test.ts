import { spanOf } from '@vodflow/core'
import { graphPicture } from '@vodflow/picture'
import { expect, test } from 'vitest'
import { cutPicture } from '../src/cut-picture.ts'
import { cover, graphOf } from './tasks.ts'

const tasks = Array.from({ length: 9 }, (_, at) => cover(at))
const file = { path: 'a.lua', text: 'x'.repeat(100) }
const origins = new Map(tasks.map(({ id }, at) => [id, spanOf(file, at * 2, at * 2 + 1)]))
const picture = graphPicture({
  graph: graphOf(...tasks), title: 'A', origins, diagnostics: [{ code: 'check/x', severity: 'error', message: 'wrong', span: spanOf(file, 16, 17) }],
})
const boxesOf = (most: number) => cutPicture(picture, most).columns.at(-1)?.groups[0]?.boxes.map(({ id }) => id)

test('a large group loses boxes, never those with problems, and says how many', () => {
  expect(boxesOf(4)).toEqual(['coverBySnapshot.0', 'coverBySnapshot.1', 'coverBySnapshot.8', 'process: and 6 more'])
})

test('a group that is just small enough is left alone', () => {
  expect(boxesOf(9)).toEqual(tasks.map(({ id }) => id))
})
