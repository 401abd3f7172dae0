import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { taskId } from '@vodflow/core'
import { expect, test } from 'vitest'
import { verifyOutput } from '../../src/verify/index.ts'
import type { ExpectedSprite } from '../../src/work.ts'
import { makeMedia, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'

const sprite: ExpectedSprite = {
  kind: 'sprite', task: taskId('imageSprite.10'), sheets: ['s_000.jpg'], vtt: 's.vtt', width: 80, height: 40, tileCount: 2, endSeconds: 4, tally: 's.tiles.txt',
}
const map = (end: string, from = '00:00:02.000') => `WEBVTT\n\n00:00:00.000 --> 00:00:02.000\ns_000.jpg#xywh=0,0,40,40\n\n${from} --> ${end}\ns_000.jpg#xywh=40,0,40,40\n`

test.each<[string, string, number, RegExp | undefined]>([
  ['whole', map('00:00:04.000'), 2, undefined],
  ['with a tile missing', map('00:00:04.000'), 1, /2 tiles in s_000\.jpg/],
  ['with a map that ends before the film', map('00:00:03.000'), 2, /from 0 to 4\.000 s/],
  ['with a gap in its map', map('00:00:04.000', '00:00:02.500'), 2, /without a gap/],
])('a sprite %s', async (_, vtt, tiles, expected) => {
  const folder = await temporaryFolder()
  await makeMedia(folder, 's_000.jpg', ['-f', 'lavfi', '-i', 'testsrc=s=80x40:d=0.04', '-frames:v', '1'])
  await writeFile(join(folder, 's.vtt'), vtt)
  await writeFile(join(folder, 's.tiles.txt'), Array.from({ length: tiles }, (_each, at) => `frame:${at}    pts:${at}\ntile=1\n`).join(''))
  const verdict = await verifyOutput(sprite, { ffprobe: (await toolsAtHand()).ffprobe, folder, signal: new AbortController().signal })
  expect(verdict.ok).toBe(expected === undefined)
  if (expected !== undefined) expect(verdict).toMatchObject({ expected: expect.stringMatching(expected) })
})
