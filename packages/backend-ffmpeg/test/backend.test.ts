import { contentDigest, taskId, type Compiled, type Task } from '@vodflow/core'
import { describeBackendContract } from '@vodflow/testing'
import { expect, test } from 'vitest'
import { createFfmpegBackend } from '../src/index.ts'
import { film, makeMedia, temporaryFolder, testEnvironment } from './helpers/machine.ts'

const still = { format: 'jpg', width: 0, height: 0, fillType: 'black' } as const
const tasks: readonly Task[] = [
  { kind: 'source', id: taskId('source'), inputs: [], form: 'file' },
  { kind: 'probe', id: taskId('probe'), inputs: [taskId('source')] },
  {
    kind: 'transcode', id: taskId('transcode.20'), inputs: [taskId('probe')], definition: 20, watermarks: [], idrAlignment: false,
    template: {
      container: 'mp4',
      video: { codec: 'libx264', fps: 24, width: 160, height: 0, bitrate: 100, resolutionSelfAdapting: 'close', videoProfile: 'high', colorSpace: 'yuv420p', gop: 240, deinterlaced: 0, videoRateControl: 0 },
      audio: { codec: 'libfdk_aac', bitrate: 48, sampleRate: 44100, soundSystem: 2, audioProfile: 'aac_lc' },
    },
  },
  { kind: 'coverBySnapshot', id: taskId('coverBySnapshot.10'), inputs: [taskId('probe')], definition: 10, template: still, positionType: 'Time', position: 1 },
  { kind: 'sampleSnapshot', id: taskId('sampleSnapshot.10'), inputs: [taskId('probe')], definition: 10, template: { ...still, sampleType: 'Percent', interval: 50 } },
]

function compiled(): Compiled {
  const graph = { format: 'vodflow/task-graph@1', priority: 0, tasks } as const
  return { graph: { ...graph, digest: contentDigest(graph) }, origins: new Map(), images: new Map() }
}

describeBackendContract('ffmpeg', async () => {
  const folder = await temporaryFolder()
  const path = await makeMedia(folder, 'source.mp4', film(2))
  return { backend: createFfmpegBackend({ env: testEnvironment() }), source: { parts: [{ path }] }, compiled: compiled(), options: { speed: 'ultrafast' } }
})

test('with no ffmpeg at all a source is still assumed, with a warning, and inspecting says what is missing', async () => {
  const folder = await temporaryFolder()
  const path = await makeMedia(folder, 'source.mp4', film(1))
  const signal = new AbortController().signal
  const known = await createFfmpegBackend({ env: testEnvironment() }).inspect({ parts: [{ path }] }, signal)
  if (!known.ok) return expect.fail(known.diagnostics[0]?.message)
  const folderWithout = { PATH: '/nowhere', VODFLOW_CACHE: folder }
  const bare = createFfmpegBackend({ env: folderWithout })
  const assumed = await bare.assume(known.value.facts, signal)
  expect(assumed.ok).toBe(true)
  const misnamed = createFfmpegBackend({ env: { ...folderWithout, VODFLOW_FFMPEG: '/nowhere/ffmpeg' } })
  expect((await misnamed.assume(known.value.facts, signal)).diagnostics[0]?.code).toBe('ffmpeg/not-working')
  expect((await misnamed.inspect({ parts: [{ path }] }, signal)).diagnostics[0]?.code).toBe('ffmpeg/not-working')
})
