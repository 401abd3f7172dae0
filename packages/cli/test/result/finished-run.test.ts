import { taskId, type Task } from '@vodflow/core'
import type { Artifact, MediaSummary, RunReport, TaskReport } from '@vodflow/engine'
import { procedureInfo } from '@vodflow/vod-api'
import { expect, test } from 'vitest'
import { finishedRun } from '../../src/result/finished-run.ts'

const template = {
  transcode: { container: 'hls', remux: true } as const,
  snapshot: { format: 'jpg', width: 0, height: 0, fillType: 'black' } as const,
  sprite: { format: 'jpg', width: 142, height: 80, rows: 10, columns: 10, interval: 10, fillType: 'black' } as const,
}
const base = { inputs: [] }
const hls: Task = { ...base, kind: 'transcode', id: taskId('transcode.230'), definition: 230, template: template.transcode, watermarks: [], idrAlignment: false }
const cover: Task = { ...base, kind: 'coverBySnapshot', id: taskId('coverBySnapshot.10'), definition: 10, template: template.snapshot, positionType: 'Time', position: 0 }
const sprite: Task = { ...base, kind: 'imageSprite', id: taskId('imageSprite.10'), definition: 10, template: template.sprite }
const gif: Task = { ...base, kind: 'animatedGraphics', id: taskId('animatedGraphics.20000'), definition: 20000, template: { format: 'gif', width: 0, height: 0, fps: 4 } }
const probe: Task = { ...base, kind: 'probe', id: taskId('probe') }

const media: MediaSummary = {
  container: 'hls', width: 1280, height: 720, durationSeconds: 12.02, bitrateKbps: 1200.4,
  videoStreams: [{ codec: 'h264', width: 1280, height: 720, fps: 24, bitrateKbps: 1072 }],
  audioStreams: [{ codec: 'aac', samplingRate: 44_100, bitrateKbps: 128 }],
}

function artifact(task: Task, role: Artifact['role'], path: string, more: Partial<Artifact> = {}): Artifact {
  return { task: task.id, role, path, sizeBytes: 100, ...more }
}

function report(tasks: readonly TaskReport[], over: Partial<RunReport> = {}): RunReport {
  return {
    run: 'r', ok: true, cancelled: false, waiting: false, problems: [], tasks, startedAt: '', finishedAt: '',
    request: { call: '', procedures: [], templates: [], config: { defaults: {}, encoder: { speed: 'veryfast' }, optimiser: { without: [] }, pull: { allow: [], maxBytes: 1 }, procedures: [], templates: [] }, options: { speed: 'veryfast' }, source: { form: 'file', path: '' } },
    ...over,
  }
}

const ended = (task: Task, state: TaskReport['state']): TaskReport => ({ task, state })
const done = (task: Task, ...artifacts: readonly Artifact[]): TaskReport => ({ task, state: { status: 'done', artifacts } })

test('an HLS set counts all its files and shows its playlist', () => {
  const segments = [artifact(hls, 'segment', 'v.f230_00000.ts', { sizeBytes: 5000 }), artifact(hls, 'segment', 'v.f230_00001.ts', { sizeBytes: 700 })]
  const info = procedureInfo(finishedRun(report([done(hls, ...segments, artifact(hls, 'playlist', 'v.f230.m3u8', { md5: 'ab', media }))])))
  expect(info.processTaskList).toEqual([
    {
      taskType: 'Transcode', status: 'SUCCESS', errCode: 0, message: '', input: { definition: 230, watermark: 0 },
      output: {
        url: 'v.f230.m3u8', size: 5800, container: 'hls', bitrate: 1200, height: 720, width: 1280, md5: 'ab', duration: 12,
        videoStreamList: [{ bitrate: 1072, height: 720, width: 1280, codec: 'h264', fps: 24 }],
        audioStreamList: [{ bitrate: 128, samplingRate: 44_100, codec: 'aac' }],
      },
    },
  ])
})

test('a source that was pulled is the first element: done, failed by whose fault, or still to come', () => {
  const request = { ...report([]).request, source: { form: 'pullFile', url: 'https://films.example/a.mp4?sign=fake-secret', fileName: 'a.mp4', maxBytes: 1 } } as const
  const first = (over: Partial<RunReport>) => procedureInfo(finishedRun(report([done(cover)], { request, ...over }))).processTaskList[0]
  const frame = { taskType: 'PullFile', message: '', input: { url: 'https://films.example/a.mp4', fileName: 'a.mp4', md5: '' } }
  const pulled = { path: '/out/source.mp4', md5: 'ab', identity: { sizeBytes: 9, mtimeMs: 1, sha256OfEnds: '' } }
  expect(first({ pulled })).toEqual({ ...frame, status: 'SUCCESS', errCode: 0, output: { fileId: '', fileSize: 9, url: '' } })
  expect(first({ pulled, problems: [{ code: 'check/source-not-media', message: 'no film' }] })).toMatchObject({ status: 'SUCCESS' })
  expect(first({ problems: [{ code: 'check/source-http-status', message: 'not there' }] })).toEqual({ ...frame, status: 'FAIL', errCode: 30009, message: 'not there' })
  expect(first({ problems: [{ code: 'run/no-room-for-source', message: 'full' }] })).toEqual({ ...frame, status: 'FAIL', errCode: 30010, message: 'full' })
  expect(first({ cancelled: true })).toEqual({ ...frame, status: 'PROCESSING', errCode: 0 })
})

test('a sprite has its sheets and its map', () => {
  const files = [artifact(sprite, 'image', 's_000.jpg', { media: { ...media, tileCount: 7 } }), artifact(sprite, 'vtt', 's.vtt')]
  expect(procedureInfo(finishedRun(report([done(sprite, ...files)]))).processTaskList[0]).toMatchObject({ output: { totalCount: 7, urlList: ['s_000.jpg'], webVttUrl: 's.vtt' } })
})

test('an animation without times covers the whole source', () => {
  const facts = { container: 'mp4', sizeBytes: 1, durationSeconds: 8.6, bitrateKbps: 1, startSeconds: 0, videoStreams: [], audioStreams: [], md5: '', sourceType: '', sourceContext: '' }
  expect(procedureInfo(finishedRun(report([done(gif)], { facts }))).processTaskList[0]?.input).toEqual({ definition: 20000, startTime: 0, endTime: 9 })
})

test('blame goes to the source or to us, and stages before the process stage are not listed', () => {
  const info = procedureInfo(
    finishedRun(
      report([
        ended(probe, { status: 'done', artifacts: [] }),
        ended(cover, { status: 'failed', failure: { reason: 'source-lacks-stream', stream: 'video' } }),
        ended(hls, { status: 'failed', failure: { reason: 'disk-full', detail: 'out' } }),
        ended(sprite, { status: 'skipped', because: 'review', task: probe.id }),
        ended(gif, { status: 'cancelled' }),
      ], { ok: false }),
    ),
  )
  expect(info.errCode).toBe(30009)
  expect(info.processTaskList.map(({ taskType, status, errCode }) => [taskType, status, errCode])).toEqual([
    ['CoverBySnapshot', 'FAIL', 30009], ['Transcode', 'FAIL', 30010], ['AnimatedGraphics', 'PROCESSING', 0],
  ])
})

test('a refused source is the source’s fault even where no task is known', () => {
  const info = procedureInfo(finishedRun(report([], { ok: false, problems: [{ code: 'check/source-unreadable', message: "'x' is not media" }] })))
  expect(info).toMatchObject({ status: 'FINISH', errCode: 30009, message: "'x' is not media", processTaskList: [] })
})
