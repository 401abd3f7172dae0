import { expect, test } from 'vitest'
import { procedureInfo, type FinishedRun, type FinishedTask, type MeasuredMedia } from '@vodflow/vod-api'

const film: MeasuredMedia = {
  sizeBytes: 4_139_823,
  container: 'mp4',
  bitrateKbps: 1103.5,
  md5: '',
  durationSeconds: 30.02,
  videoStreams: [{ codec: 'h264', width: 854, height: 480, fps: 24, bitrateKbps: 967.2 }],
  audioStreams: [{ codec: 'aac', samplingRate: 44_100, bitrateKbps: 132.4 }],
}

const filmMetaData = {
  size: 4_139_823,
  container: 'mp4',
  bitrate: 1104,
  height: 480,
  width: 854,
  md5: '',
  duration: 30,
  videoStreamList: [{ bitrate: 967, height: 480, width: 854, codec: 'h264', fps: 24 }],
  audioStreamList: [{ bitrate: 132, samplingRate: 44_100, codec: 'aac' }],
}

function finished(...tasks: readonly FinishedTask[]): FinishedRun {
  return { fileId: '', interrupted: false, reviews: [], source: film, tasks }
}

test('every kind of task that ended well, each in its own shape', () => {
  const hls: MeasuredMedia = { ...film, container: 'hls', sizeBytes: 900_400, md5: 'aa', durationSeconds: 30.5 }
  const gif: MeasuredMedia = { ...film, container: 'gif', videoStreams: [{ codec: 'gif', width: 320, height: 180, fps: 14.985, bitrateKbps: 0 }], audioStreams: [] }
  const run = finished(
    { taskType: 'Transcode', input: { definition: 230, watermark: 1 }, state: { is: 'done', made: { url: 'v.f230.m3u8', media: hls } } },
    { taskType: 'AnimatedGraphics', input: { definition: 20000, startTime: 1, endTime: 3 }, state: { is: 'done', made: { url: 'v.f20000.gif', media: gif } } },
    {
      taskType: 'SnapshotByTimeOffset',
      input: { definition: 10, timeOffset: [0, 1500] },
      state: { is: 'done', made: { images: [{ timeOffsetMs: 0, url: 'snapshot.f10_0.jpg' }, { timeOffsetMs: 1500, url: 'snapshot.f10_1500.jpg' }] } },
    },
    { taskType: 'CoverBySnapshot', input: { definition: 10, positionType: 'Percent', position: 10 }, state: { is: 'done', made: { urls: ['cover.jpg'] } } },
    { taskType: 'SampleSnapshot', input: { definition: 10 }, state: { is: 'done', made: { urls: ['sample.f10_0000.jpg', 'sample.f10_0001.jpg'] } } },
    { taskType: 'PullFile', input: { url: 'https://films.example/a.mp4', fileName: 'a.mp4', md5: '' }, state: { is: 'done', made: { fileId: '7', sizeBytes: 9, url: 'source.mp4' } } },
    { taskType: 'ImageSprites', input: { definition: 10 }, state: { is: 'done', made: { tileCount: 4, urls: ['sprite.f10_000.jpg'], webVttUrl: 'sprite.f10.vtt' } } },
  )
  expect(procedureInfo(run)).toEqual({
    code: 0,
    message: '',
    status: 'FINISH',
    errCode: 0,
    fileId: '',
    metaData: filmMetaData,
    processTaskList: [
      {
        taskType: 'Transcode',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { definition: 230, watermark: 1 },
        output: {
          url: 'v.f230.m3u8', size: 900_400, container: 'hls', bitrate: 1104, height: 480, width: 854, md5: 'aa', duration: 31,
          videoStreamList: filmMetaData.videoStreamList, audioStreamList: filmMetaData.audioStreamList,
        },
      },
      {
        taskType: 'AnimatedGraphics',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { definition: 20000, startTime: 1, endTime: 3 },
        output: { url: 'v.f20000.gif', container: 'gif', fps: 15, height: 180, width: 320 },
      },
      {
        taskType: 'SnapshotByTimeOffset',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { definition: 10, timeOffset: [0, 1500] },
        output: { imgInfo: [{ timeOffset: 0, url: 'snapshot.f10_0.jpg' }, { timeOffset: 1500, url: 'snapshot.f10_1500.jpg' }] },
      },
      {
        taskType: 'CoverBySnapshot',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { definition: 10, positionType: 'Percent', position: 10 },
        output: { imageUrl: 'cover.jpg' },
      },
      {
        taskType: 'SampleSnapshot',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { definition: 10 },
        output: { imageUrls: ['sample.f10_0000.jpg', 'sample.f10_0001.jpg'] },
      },
      {
        taskType: 'PullFile',
        status: 'SUCCESS',
        errCode: 0,
        message: '',
        input: { url: 'https://films.example/a.mp4', fileName: 'a.mp4', md5: '' },
        output: { fileId: '7', fileSize: 9, url: 'source.mp4' },
      },
      {
        taskType: 'ImageSprites',
        status: 'SUCCESS',
        errCode: 0,
        message: 'SUCCESS',
        input: { definition: 10 },
        output: { totalCount: 4, urlList: ['sprite.f10_000.jpg'], webVttUrl: 'sprite.f10.vtt' },
      },
    ],
  })
})

test('the master playlist is a transcode with definition 10000 and its own container', () => {
  const info = procedureInfo(
    finished({ taskType: 'Transcode', input: { definition: 10000, watermark: 0 }, state: { is: 'done', made: { url: 'master_playlist.m3u8', media: { ...film, container: 'hls' } } } }),
  )
  expect(info.processTaskList[0]).toMatchObject({ input: { definition: 10000 }, output: { url: 'master_playlist.m3u8', container: 'hls,applehttp' } })
})

test('a failed task has no output, and the run takes the code and the words of the first one', () => {
  const info = procedureInfo(
    finished(
      { taskType: 'SampleSnapshot', input: { definition: 10 }, state: { is: 'done', made: { urls: [] } } },
      { taskType: 'Transcode', input: { definition: 10, watermark: 0 }, state: { is: 'failed', failure: { fault: 'system', message: 'the disk is full' } } },
      { taskType: 'Transcode', input: { definition: 20, watermark: 0 }, state: { is: 'failed', failure: { fault: 'source', message: 'the source ends early' } } },
    ),
  )
  expect(info).toMatchObject({ status: 'FINISH', errCode: 30010, message: 'the disk is full' })
  expect(info.processTaskList.slice(1)).toEqual([
    { taskType: 'Transcode', status: 'FAIL', errCode: 30010, message: 'the disk is full', input: { definition: 10, watermark: 0 } },
    { taskType: 'Transcode', status: 'FAIL', errCode: 30009, message: 'the source ends early', input: { definition: 20, watermark: 0 } },
  ])
})

test('a source that cannot be read: every field is there, with nothing in it', () => {
  expect(procedureInfo({ fileId: '', interrupted: false, reviews: [], failure: { fault: 'source', message: 'not media' }, tasks: [] })).toEqual({
    code: 0,
    message: 'not media',
    status: 'FINISH',
    errCode: 30009,
    fileId: '',
    metaData: { size: 0, container: '', bitrate: 0, height: 0, width: 0, md5: '', duration: 0, videoStreamList: [], audioStreamList: [] },
    processTaskList: [],
  })
})

test('an interrupted run is PROCESSING, and so are its unfinished tasks', () => {
  const info = procedureInfo({ ...finished({ taskType: 'SampleSnapshot', input: { definition: 10 }, state: { is: 'unfinished' } }), interrupted: true })
  expect(info).toMatchObject({ status: 'PROCESSING', errCode: 0 })
  expect(info.processTaskList).toEqual([{ taskType: 'SampleSnapshot', status: 'PROCESSING', errCode: 0, message: '', input: { definition: 10 } }])
})

test('skipped tasks are left out', () => {
  expect(procedureInfo(finished({ taskType: 'SampleSnapshot', input: { definition: 10 }, state: { is: 'skipped' } })).processTaskList).toEqual([])
})

test('drm is there only where it was asked for', () => {
  const drm = { definition: 10, keySource: 'VodBuildInKMS', getKeyUrl: '', edkList: [] }
  expect(procedureInfo({ ...finished(), drm }).drm).toEqual(drm)
  expect(procedureInfo(finished())).not.toHaveProperty('drm')
})

test.each([
  [0.49, 0],
  [0.5, 1],
  [29.97, 30],
  [2.5, 3],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [-1, 0],
])('%s seconds are %s on the wire', (seconds, whole) => {
  expect(procedureInfo({ ...finished(), source: { ...film, durationSeconds: seconds } }).metaData.duration).toBe(whole)
})

test('width and height are the largest over all video streams, each for itself', () => {
  const wide = { codec: 'h264', width: 1280, height: 360, fps: 30, bitrateKbps: 1 }
  const tall = { codec: 'h264', width: 480, height: 854, fps: 30, bitrateKbps: 1 }
  expect(procedureInfo({ ...finished(), source: { ...film, videoStreams: [wide, tall] } }).metaData).toMatchObject({ width: 1280, height: 854 })
})
