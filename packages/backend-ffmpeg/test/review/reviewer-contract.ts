import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PictureReviewer, Reviewed, ReviewRequest } from '@vodflow/backend-ffmpeg'
import { runTestFfmpeg } from '@vodflow/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** What every reviewer of pictures keeps to, whatever looks at them. */
export function describeReviewerContract(name: string, create: (folder: string) => Promise<PictureReviewer>): void {
  describe(`${name} is a reviewer`, () => {
    let folder = ''
    let reviewer: PictureReviewer
    const colours = ['gray', 'navy', 'olive']
    const path = (colour: string) => join(folder, `${colour}.jpg`)
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'vodflow-reviewer-'))
      reviewer = await create(folder)
      for (const colour of colours) await runTestFfmpeg(['-f', 'lavfi', '-i', `color=${colour}:s=320x180`, '-frames:v', '1', path(colour)])
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))

    const look = (paths: readonly string[], signal = new AbortController().signal): Promise<Reviewed> => reviewer.review(requestFor(paths), { signal, onProcess: () => {} })

    test('it gives each picture a confidence of its own, whatever stands beside it', async () => {
      const there = scoresOf(await look(colours.map(path)))
      expect(there).toHaveLength(3)
      for (const confidence of there) expect(confidence >= 0 && confidence <= 100).toBe(true)
      expect(scoresOf(await look(colours.toReversed().map(path)))).toEqual(there.toReversed())
    }, 60_000)

    test('a picture that is not there is a failure with a name', async () => {
      expect(failureOf(await look([path('gray'), join(folder, 'none.jpg')]))).toBe('exit-non-zero')
    }, 60_000)

    test('it ends soon when nobody wants it any more', async () => {
      const abort = new AbortController()
      // Sooner than any program of the contract can have started and answered.
      setTimeout(() => abort.abort(), 5)
      expect(failureOf(await look(colours.map(path), abort.signal))).toBe('cancelled')
      expect(failureOf(await look(colours.map(path), AbortSignal.abort()))).toBe('cancelled')
    }, 60_000)
  })
}

export function requestFor(paths: readonly string[]): ReviewRequest {
  return {
    format: 'vodflow/review-request@1', template: { definition: 10, reviewConfidence: 50, blockConfidence: 90 },
    source: { durationSeconds: paths.length, width: 320, height: 180, fps: 25 }, frames: paths.map((path, timeSeconds) => ({ path, timeSeconds })),
  }
}

export function scoresOf(reviewed: Reviewed): readonly number[] {
  return reviewed.ok ? reviewed.answer.frames.map(({ confidence }) => confidence) : expect.fail(JSON.stringify(reviewed.failure))
}

export function failureOf(reviewed: Reviewed): string {
  return reviewed.ok ? 'none' : reviewed.failure.reason
}
