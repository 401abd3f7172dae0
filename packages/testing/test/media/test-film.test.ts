import { makeTestFilm, readFrameNumber, runTestFfmpeg } from '@vodflow/testing'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'

let folder = ''
let film = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vodflow-film-'))
  film = join(folder, 'film.mp4')
  await makeTestFilm(film, { seconds: 3 })
})

async function frameOf(path: string, number: number, extra: readonly string[] = []): Promise<string> {
  const image = join(folder, `frame-${number}.jpg`)
  await runTestFfmpeg(['-i', path, '-vf', [`select=eq(n\\,${number})`, ...extra].join(','), '-frames:v', '1', image])
  return image
}

test('each frame shows its own number', async () => {
  for (const number of [0, 1, 24, 63, 64, 74]) expect(await readFrameNumber(await frameOf(film, number))).toBe(number)
})

test('the number survives scaling, and padding is noticed', async () => {
  expect(await readFrameNumber(await frameOf(film, 37, ['scale=142:80']))).toBe(37)
  expect(await readFrameNumber(await frameOf(film, 37, ['scale=96:170']))).toBe(37)
  await expect(readFrameNumber(await frameOf(film, 37, ['pad=320:360']))).rejects.toThrow('carries no frame number')
})

test('a film of another shape, rate and container', async () => {
  const path = join(folder, 'odd.mkv')
  await makeTestFilm(path, { seconds: 1, width: 426, height: 240, fps: '30000/1001', tone: false })
  expect(await readFrameNumber(await frameOf(path, 29))).toBe(29)
})
