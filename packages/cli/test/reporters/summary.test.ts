import { taskId, type Task } from '@vodflow/core'
import type { RunReport } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { noProgress } from '../../src/reporters/progress-model.ts'
import { summaryText } from '../../src/reporters/summary.ts'

const cover: Task = { inputs: [], kind: 'coverBySnapshot', id: taskId('coverBySnapshot.10'), definition: 10, template: { format: 'jpg', width: 0, height: 0, fillType: 'black' }, positionType: 'Time', position: 0 }
const sprite: Task = { inputs: [], kind: 'imageSprite', id: taskId('imageSprite.10'), definition: 10, template: { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval: 10, fillType: 'black' } }

const report: RunReport = {
  run: 'r', ok: false, cancelled: false, waiting: false, problems: [], startedAt: '2026-05-01T10:00:00Z', finishedAt: '2026-05-01T10:00:02Z',
  request: { call: '', procedures: [], templates: [], config: { defaults: {}, encoder: { speed: 'veryfast' }, optimiser: { without: [] }, pull: { allow: [], maxBytes: 1 }, procedures: [], templates: [] }, options: { speed: 'veryfast' }, source: { form: 'file', path: '' } },
  tasks: [
    { task: cover, state: { status: 'done', artifacts: [{ task: cover.id, role: 'image', path: 'cover.jpg', sizeBytes: 54_200 }] } },
    { task: sprite, state: { status: 'failed', failure: { reason: 'not-kept', detail: "'out': it is not there" } } },
  ],
}

const lines = (columns?: number) => summaryText(report, noProgress, { folder: 'out/', colours: false, ...(columns !== undefined && { columns }) }).split('\n')

test('a table where it has room, two lines for each task where it has not', () => {
  const wide = ['failed after 2.0 s: 1 of 2 tasks done', '  coverBySnapshot.10  cover.jpg  54.2 kB', "  imageSprite.10      the results could not be kept: 'out': it is not there", '']
  expect(lines()).toEqual(wide)
  expect(lines(42)).toEqual(wide)
  expect(lines(30)).toEqual(['failed after 2.0 s: 1 of 2 tasks done', '  coverBySnapshot.10', '    cover.jpg  54.2 kB', '  imageSprite.10', "    the results could not be kept: 'out': it is not there", ''])
})
