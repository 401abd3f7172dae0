import { execFile } from 'node:child_process'
import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readInProcess } from '../../src/inspect/in-process.ts'
import { ProbeReader, probeEntries } from '../../src/inspect/probe-lines.ts'
import { readingOf } from '../../src/inspect/reading.ts'
import { readSourceFile } from '../../src/inspect/source-file.ts'
import { readMovie } from '../../src/index-reader/index.ts'
import { film, makeMedia, mediaFolder, temporaryFolder, toolsAtHand } from '../helpers/machine.ts'

const run = promisify(execFile)
const media = mediaFolder()
const anyCodec = (): boolean => true

/** What we read without a process, beside what follows from every packet that ffprobe prints; why not, where we leave it to ffprobe. */
async function both(path: string) {
  const file = await readSourceFile(path)
  if (!file.ok) return { declined: 'no file' }
  const own = await readInProcess(path, file.value, anyCodec)
  if (own === undefined) {
    const movie = await readMovie(path, file.value.identity.sizeBytes)
    return { declined: 'declined' in movie ? movie.declined : 'its rates are not known' }
  }
  const { ffprobe } = await toolsAtHand()
  const { stdout } = await run(ffprobe, ['-v', 'error', '-show_entries', probeEntries, '-of', 'compact', '-i', path], { maxBuffer: 2 ** 28 })
  const reader = new ProbeReader()
  for (const line of stdout.split('\n')) reader.add(line)
  const theirs = readingOf(reader.result(), path, file.value, anyCodec)
  return { own: { container: own.container, ...own.read }, theirs: { container: theirs.container, ...theirs.read } }
}

test.skipIf(media === undefined)('every file of the sample media is read as ffprobe reads it, or left to it', async () => {
  const read: string[] = []
  const left: string[] = []
  for (const name of (await readdir(media ?? '')).filter((each) => /\.(?!md$)/.test(each))) {
    const found = await both(join(media ?? '', name))
    if ('declined' in found) left.push(`${name}: ${found.declined}`)
    else {
      expect(found.own, name).toEqual(found.theirs)
      read.push(name)
    }
  }
  console.error(`read in process: ${read.length} of ${read.length + left.length}; left to ffprobe:\n  ${left.join('\n  ')}`)
  expect(read.length).toBeGreaterThanOrEqual(17)
  expect(left.join('\n')).toMatch(/truncated-faststart.mp4: mdat goes beyond the end/)
})

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '10', '-pix_fmt', 'yuv420p', '-c:a', 'aac']

interface Synthetic {
  readonly name: string
  /** What is made; `IN` stands for a film with reordered frames and AAC. */
  readonly args: readonly string[]
  /** Left out: read in process. */
  readonly declined?: RegExp
}

const copy = ['-i', 'IN', '-c', 'copy']
const synthetic: readonly Synthetic[] = [
  { name: 'plain.mp4', args: copy },
  { name: 'brand.mov', args: [...copy, '-timecode', '01:00:00:00'] },
  { name: 'sound.m4a', args: [...copy, '-vn'] },
  { name: 'cut-before-a-key-frame.mp4', args: ['-ss', '0.7', ...copy] },
  { name: 'cut-at-the-end.mp4', args: [...copy, '-t', '0.5'] },
  { name: 'picture-late.mp4', args: ['-itsoffset', '0.7', '-i', 'IN', '-i', 'IN', '-map', '0:v', '-map', '1:a', '-c', 'copy'] },
  { name: 'without-edit-lists.mp4', args: [...copy, '-use_editlist', '0'] },
  { name: 'turned.mp4', args: [...copy, '-metadata:s:v', 'rotate=90'] },
  { name: 'wide-pixels.mp4', args: [...copy, '-aspect', '4:3'] },
  { name: 'two-sounds.mp4', args: [...copy, '-map', '0', '-map', '0:a'] },
  { name: 'colours.mp4', args: [...film(1), ...x264, '-pix_fmt', 'yuv420p10le', '-color_range', 'pc', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'] },
  { name: 'full-range.mp4', args: [...film(1), ...x264, '-pix_fmt', 'yuvj420p'] },
  { name: 'opus-444.mp4', args: [...film(1), ...x264, '-pix_fmt', 'yuv444p', '-c:a', 'libopus'] },
  { name: 'variable.mp4', args: ['-f', 'lavfi', '-i', 'testsrc=s=64x64:r=25:d=1', '-vf', "setpts='if(lt(N,9),N*0.04,0.4+(N-10)*0.09)/TB'", '-vsync', 'passthrough', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'] },
  { name: 'hdr.mp4', args: [...film(1), '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:bframes=3', '-pix_fmt', 'yuv420p10le', '-color_trc', 'smpte2084', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'] },
  { name: 'av1.mp4', args: [...film(1), '-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime'] },
  { name: 'fragments.mp4', args: [...copy, '-movflags', 'frag_keyframe+empty_moov'], declined: /fragments/ },
  { name: 'interlaced.mp4', args: [...film(1), ...x264, '-flags', '+ildct', '-x264opts', 'tff=1'], declined: /interlaced/ },
  { name: 'maybe-he-aac.mp4', args: [...film(1), ...x264, '-ar', '22050'], declined: /HE-AAC/ },
  { name: 'mpeg4.mp4', args: [...film(1), '-c:v', 'mpeg4'], declined: /mp4v/ },
]

test('made films are read as ffprobe reads them, or left to it', async () => {
  const folder = await temporaryFolder()
  const input = await makeMedia(folder, 'in.mp4', [...film(1), ...x264])
  for (const { name, args, declined } of synthetic) {
    const path = await makeMedia(folder, name, args.map((arg) => (arg === 'IN' ? input : arg)))
    const found = await both(path)
    if (declined !== undefined) expect('declined' in found && found.declined, name).toMatch(declined)
    else if ('declined' in found) expect.fail(`${name} is left to ffprobe: ${found.declined}`)
    else expect(found.own, name).toEqual(found.theirs)
  }
})

test('a file that is cut off anywhere is left to ffprobe, and nothing that is no index throws', async () => {
  const folder = await temporaryFolder()
  const path = await makeMedia(folder, 'cut.mp4', [...film(1), ...x264, '-movflags', '+faststart'])
  const { size } = await import('node:fs/promises').then(({ stat }) => stat(path))
  for (let bytes = size - 1; bytes > 8; bytes = Math.floor(bytes * 0.8)) {
    await truncate(path, bytes)
    expect(await readMovie(path, bytes)).toHaveProperty('declined')
  }
})
