import { taskId, type TranscodeTask } from '@vodflow/core'
import type { OutputEstimate, TaskEstimate } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { costOf, readPrices, type Prices } from '../../src/plan/prices.ts'

const audio = { codec: 'libfdk_aac', bitrate: 48, sampleRate: 44_100, soundSystem: 2, audioProfile: 'aac_lc' } as const
const video = {
  codec: 'libx264', fps: 24, width: 640, height: 0, bitrate: 512, resolutionSelfAdapting: 'open', videoProfile: 'high', colorSpace: 'yuv420p', gop: 240, deinterlaced: 0, videoRateControl: 0,
} as const
const transcode = (template: TranscodeTask['template']): TranscodeTask => ({ kind: 'transcode', id: taskId('transcode.20'), inputs: [], definition: 20, watermarks: [], idrAlignment: false, template })
const estimate = (output: Partial<OutputEstimate>): TaskEstimate => ({
  task: taskId('transcode.20'), step: 'encode', cpuSeconds: 36, bytes: 5e8, outputs: [{ path: 'v', files: 1, width: 640, height: 360, durationSeconds: 120, bytes: 5e8, ...output }],
})
const film = transcode({ container: 'mp4', video, audio })
const sheet: Prices = {
  currency: 'USD', perCpuHour: 1, perGigabyte: 2, perPicture: 0.5,
  perOutputMinute: [{ kind: 'video', codec: 'libx264', upToShortSide: 360, price: 10 }, { kind: 'video', price: 20 }, { kind: 'audio', price: 3 }],
}

test.each<[string, Prices, TranscodeTask, Partial<OutputEstimate>, number]>([
  ['nothing is free of charge by being left out', { currency: 'USD' }, film, {}, 0],
  ['CPU hours', { currency: 'USD', perCpuHour: 1 }, film, {}, 0.01],
  ['gigabytes', { currency: 'USD', perGigabyte: 2 }, film, {}, 1],
  ['minutes of the first line that fits', sheet, film, {}, 0.01 + 1 + 20],
  ['the shorter side tells the size', sheet, film, { width: 360, height: 640 }, 0.01 + 1 + 20],
  ['a larger one falls to the next line', sheet, film, { width: 1280, height: 720 }, 0.01 + 1 + 40],
  ['another codec too', sheet, transcode({ container: 'mp4', video: { ...video, codec: 'libx265' }, audio }), {}, 0.01 + 1 + 40],
  ['sound alone', sheet, transcode({ container: 'm4a', audio }), {}, 0.01 + 1 + 6],
  ['a copy that no line names', sheet, transcode({ container: 'mp4', remux: true }), {}, 0.01 + 1],
])('%s', (_, prices, task, output, cost) => {
  expect(costOf(task, estimate(output), prices)).toBeCloseTo(cost, 9)
})

test('every mistake of a price sheet is told at its place', async () => {
  const text = '{ "currency": "usd", "perHour": 1, "perGigabyte": -1, "perOutputMinute": [{ "kind": "film", "price": 1 }] }'
  const read = await readPrices({ path: 'prices.json', text })
  expect(read.ok).toBe(false)
  expect(read.diagnostics.map(({ code, span }) => [code, text.slice(span?.start, span?.end)])).toEqual(expect.arrayContaining([
    ['json/not-allowed-value', '"usd"'], ['json/unknown-property', '"perHour"'], ['json/out-of-range', '-1'], ['json/not-allowed-value', '"film"'],
  ]))
})
