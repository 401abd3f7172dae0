import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { textOf, type Diagnostic } from '@vodflow/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTemplates } from '../../src/templates/index.ts'

let outside: string
let root: string
beforeEach(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'vodflow-templates-')))
  root = join(outside, 'project')
  await mkdir(root)
})
afterEach(() => rm(outside, { recursive: true, force: true }))

async function put(path: string, content: unknown): Promise<void> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content))
}

const load = () => loadTemplates({ folders: ['templates'], root, from: root })

async function loaded() {
  const result = await load()
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value
}

/** `code: the text it points at`. */
async function problems(): Promise<readonly string[]> {
  return (await load()).diagnostics.map((diagnostic: Diagnostic) => `${diagnostic.code}: ${diagnostic.span ? textOf(diagnostic.span) : ''}`)
}

function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(40)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes)
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

test('without a templates folder there are the built-in templates', async () => {
  const catalogue = await loaded()
  expect(catalogue.find('transcode', 10)?.from).toBe('built-in')
  expect(catalogue.all()).toHaveLength(52)
})

test('a project template takes from a preset what it does not say', async () => {
  await put('templates/transcode/lean.json', { kind: 'transcode', definition: 900, extends: 30, name: 'lean', video: { bitrate: -700, codec: 'libx265' } })
  const lean = (await loaded()).find('transcode', 900)
  expect(lean).toMatchObject({ name: 'lean', body: { container: 'mp4', video: { width: 1280, bitrate: -700, codec: 'libx265', videoProfile: 'main', fps: 24, gop: 240 } } })
  expect(lean?.from).toMatchObject({ path: expect.stringMatching(/lean\.json$/) })
})

test('a watermark is known by the content of its image', async () => {
  const image = png(64, 32)
  await put('templates/marks/logo.json', { kind: 'watermark', definition: 150, image: '../../images/logo.bin', left: '10%' })
  await put('images/logo.bin', image)
  const catalogue = await loaded()
  const sha256 = createHash('sha256').update(image).digest('hex')
  expect(catalogue.find('watermark', 150)?.body).toEqual({
    type: 'image', left: '10%', top: '0px', width: '10%', height: '0px', image: { sha256, format: 'png', width: 64, height: 32 },
  })
  expect(catalogue.images.get(sha256)).toBe(join(root, 'images/logo.bin'))
})

test('a watermark that extends another keeps its image', async () => {
  await put('templates/a.json', { kind: 'watermark', definition: 150, url: 'logo.png' })
  await put('templates/b.json', { kind: 'watermark', definition: 151, extends: 150, top: '5px' })
  await put('templates/logo.png', png(8, 8))
  const catalogue = await loaded()
  expect(catalogue.find('watermark', 151)?.body).toMatchObject({ top: '5px', image: { width: 8 } })
})

test.each([
  ['../../secret.png', 'template/image-outside-project'],
  ['/etc/hostname', 'template/image-outside-project'],
  ['../../nowhere.png', 'template/image-outside-project'],
  ['missing.png', 'template/no-image'],
  ['https://example.com/logo.png', 'template/image-is-address'],
  ['.', 'template/no-image'],
  ['text.png', 'template/image-format'],
  ['cut.png', 'template/image-format'],
  ['huge.png', 'template/image-too-large'],
  ['\u0000', 'template/no-image'],
])('the image %j is refused where it is named', async (image, code) => {
  await put('templates/mark.json', { kind: 'watermark', definition: 150, image })
  await put('templates/text.png', 'not a picture')
  await put('templates/cut.png', png(8, 8).slice(0, 20))
  await put('templates/huge.png', png(60_000, 60_000))
  await writeFile(join(outside, 'secret.png'), png(8, 8))
  expect(await problems()).toEqual([`${code}: ${JSON.stringify(image)}`])
})

test('a link that leads out of the project is not followed', async () => {
  await writeFile(join(outside, 'logo.png'), png(8, 8))
  await put('templates/mark.json', { kind: 'watermark', definition: 150, image: 'logo.png' })
  await symlink(join(outside, 'logo.png'), join(root, 'templates/logo.png'))
  expect(await problems()).toEqual(['template/image-outside-project: "logo.png"'])
  await writeFile(join(outside, 'stray.json'), JSON.stringify({ kind: 'snapshot', definition: 20 }))
  await symlink(join(outside, 'stray.json'), join(root, 'templates/stray.json'))
  expect(await problems()).toContain('template/unreadable-file: ')
})

test('an image that is a link inside the project is read', async () => {
  await put('images/logo.png', png(8, 8))
  await put('templates/mark.json', { kind: 'watermark', definition: 150, image: 'logo.png' })
  await symlink(join(root, 'images/logo.png'), join(root, 'templates/logo.png'))
  expect([...(await loaded()).images.values()]).toEqual([join(root, 'images/logo.png')])
})

test('every misfit of a file is reported at its place', async () => {
  await put('templates/a.json', '{ "kind": "transcode", "definition": 900, "extends": 30, "video": { "fps": 90, "bitrat": 1 } }')
  expect(await problems()).toEqual(['template/unknown-property: "bitrat"', 'template/out-of-range: 90'])
  await put('templates/a.json', '{ "kind": "transcode", "definition": 900, "extends": 30, "video": { "fps": 90 }, "audio": { "bitrate": 20 } }')
  expect(await problems()).toEqual(['template/out-of-range: 90', 'template/out-of-range: 20'])
})

test('two files of one template name each other', async () => {
  await put('templates/a.json', { kind: 'snapshot', definition: 21 })
  await put('templates/b.json', { kind: 'snapshot', definition: 21 })
  const { diagnostics } = await load()
  expect(diagnostics.map(({ code, span, related }) => [code, span?.file.path.slice(-6), related?.[0]?.span.file.path.slice(-6)])).toEqual([
    ['template/duplicate', 'b.json', 'a.json'],
  ])
})

test('a broken file does not hide another, nor blame those that stand on it', async () => {
  await put('templates/a.json', '{ "kind": "snapshot", ')
  await put('templates/b.json', { kind: 'snapshot', definition: 22, extends: 21 })
  await put('templates/c.json', { kind: 'snapshot', definition: 23, width: 5 })
  const codes = new Set((await problems()).map((problem) => problem.split(':')[0]))
  expect(codes).toEqual(new Set(['template/syntax', 'template/out-of-range']))
})

test('a folder with too many files is refused before any of them is read', async () => {
  await put('templates/0.json', 'not JSON')
  await Promise.all(Array.from({ length: 1000 }, (_, index) => writeFile(join(root, `templates/${index + 1}.json`), '')))
  expect(await problems()).toEqual(['template/too-many-files: '])
})
