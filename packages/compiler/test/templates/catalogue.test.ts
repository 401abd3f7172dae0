import { textOf } from '@vodflow/core'
import { expect, test } from 'vitest'
import { createCatalogue, type ProjectTemplate } from '../../src/index.ts'
import { projectTemplate } from '../support/project-templates.ts'

const snapshot = (definition: number, others: Partial<ProjectTemplate> = {}) => projectTemplate({ kind: 'snapshot', definition, ...others }, others.body)

function catalogue(...templates: readonly ProjectTemplate[]) {
  const result = createCatalogue(templates)
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value
}

/** `code at member`, of every diagnostic. */
function problems(...templates: readonly ProjectTemplate[]): readonly string[] {
  return createCatalogue(templates).diagnostics.map(({ code, span }) => `${code} at ${span ? textOf(span) : ''}`)
}

test('a chain of templates is merged member by member, the nearest winning', () => {
  const found = catalogue(
    projectTemplate({ kind: 'transcode', definition: 902, extends: 901 }, { video: { fps: 0 } }),
    projectTemplate({ kind: 'transcode', definition: 901, extends: 230 }, { video: { fps: 30, bitrate: -900 }, audio: { soundSystem: 1 } }),
  ).find('transcode', 902)
  expect(found?.body).toMatchObject({
    container: 'hls', video: { fps: 0, bitrate: -900, width: 1280, codec: 'libx264', gop: 240 }, audio: { soundSystem: 1, bitrate: 48 },
  })
})

test('what a file leaves out has the documented default', () => {
  const body = { container: 'mp4', isFiltrateAudio: 1, video: { codec: 'libx264', fps: 25, bitrate: 500 } }
  expect(catalogue(projectTemplate({ kind: 'transcode', definition: 900 }, body)).find('transcode', 900)?.body).toStrictEqual({
    container: 'mp4',
    video: {
      codec: 'libx264', fps: 25, bitrate: 500, width: 0, height: 0, resolutionSelfAdapting: 'open', videoProfile: 'high', colorSpace: 'yuv420p',
      gop: 240, deinterlaced: 0, videoRateControl: 0,
    },
  })
})

test('a change of codec takes the profile of the new one', () => {
  const found = catalogue(projectTemplate({ kind: 'transcode', definition: 900, extends: 530 }, { video: { codec: 'libx264' } }))
  expect(found.find('transcode', 900)?.body.video).toMatchObject({ codec: 'libx264', videoProfile: 'high' })
})

test('a preset is replaced only by a file that says so, and that file may stand on it', () => {
  expect(problems(snapshot(10))).toEqual(['template/redefines-preset at definition'])
  const replaced = catalogue(projectTemplate({ kind: 'imageSprite', definition: 10, extends: 10, replaces: true }, { rows: 5 }))
  expect(replaced.find('imageSprite', 10)?.body).toMatchObject({ rows: 5, columns: 10, width: 142 })
  expect(replaced.all().filter(({ kind }) => kind === 'imageSprite')).toHaveLength(1)
})

test('the same number in two kinds is two templates', () => {
  expect(problems(snapshot(900), projectTemplate({ kind: 'drm', definition: 900 }, { keySource: 'VodBuildInKMS', getKeyUrl: 'https://k.example/key' }))).toEqual([])
})

test('one key in two files names the first', () => {
  const { diagnostics } = createCatalogue([snapshot(900), { ...snapshot(900), path: 'b.json' }])
  expect(diagnostics).toMatchObject([{ code: 'template/duplicate', related: [{ message: 'first defined here' }] }])
})

test('a circle of extends is reported once, with its members', () => {
  const [first, ...others] = createCatalogue([
    snapshot(901, { extends: 902 }), snapshot(902, { extends: 903 }), snapshot(903, { extends: 901 }), snapshot(904, { extends: 901 }),
  ]).diagnostics
  expect(first?.message).toContain('901 → 902 → 903 → 901')
  expect(others).toEqual([])
  expect(problems(snapshot(905, { extends: 905 }))).toEqual(['template/cycle at extends'])
})

const chain = (length: number) => Array.from({ length }, (_, at) => snapshot(901 + at, at === 0 ? {} : { extends: 900 + at }))

test('a chain is 16 long at most, in whatever order its files are read', () => {
  expect(problems(...chain(17))).toEqual([])
  expect(problems(...chain(18))).toEqual(['template/extends-too-deep at extends'])
  expect(problems(...chain(18).toReversed())).toEqual(['template/extends-too-deep at extends'])
})

test('a base must be of the same kind', () => {
  expect(createCatalogue([snapshot(900, { extends: 20_000 })]).diagnostics).toMatchObject([{ code: 'template/unknown-base' }])
})

test.each([
  ['transcode', 1], ['watermark', 1], ['transcode', 10_000],
] as const)('%s %i means something else already', (kind, definition) => {
  expect(problems(projectTemplate({ kind, definition }))).toContain('template/reserved at definition')
})

test('a kind without such a meaning may use 1', () => {
  expect(problems(snapshot(1))).toEqual([])
})
