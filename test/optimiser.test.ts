/** Passes of the optimiser on real clips: what is copied is what was there, and what is left out changes nothing that users see. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { optimiserPasses } from '@vodflow/core'
import { runTestFfmpeg, testFfmpeg } from '@vodflow/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const media = process.env['VODFLOW_MEDIA']
if (media === undefined) process.stderr.write('SKIPPED: passes of the optimiser on real clips, since VODFLOW_MEDIA is not set\n')

const root = mkdtempSync(join(tmpdir(), 'vodflow-optimiser-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const project = join(root, 'project')
mkdirSync(join(project, 'templates'), { recursive: true })
mkdirSync(join(project, 'procedures'))
const write = (path: string, value: object): void => writeFileSync(join(project, path), JSON.stringify(value))
write('vodflow.config.json', { encoder: { speed: 'ultrafast' } })
const like = { kind: 'transcode', extends: 20, video: { fps: 0, width: 0, height: 0, bitrate: 6000, maxGop: 10 } }
write('templates/same.json', { ...like, definition: 9001 })
write('templates/slower.json', { ...like, definition: 9002, video: { ...like.video, fps: 12 } })
write('procedures/Same.json', { process: { transcode: [{ definition: 9001 }] } })

const clip = (name: string): string => join(media ?? '', name)

/** Of the video's packets; a copy between containers may pack them anew, so of the frames that they decode to. */
async function pictures(film: string): Promise<string> {
  return (await runTestFfmpeg(['-i', film, '-map', '0:v:0', '-f', 'hash', '-hash', 'md5', '-'])).toString()
}

const run = async (procedure: string, source: string, out: string, ...more: readonly string[]) => {
  const { status, stderr } = await runVodflow(['run', procedure, '-i', source, '-o', join(root, out), ...more], { cwd: project })
  return { status, stderr }
}

describe.skipIf(media === undefined)('a rendition that the source is already', () => {
  test.each(['bbb-720p25-5s.mp4', 'bbb-480p24-6s.ts', 'bbb-480p24-6s.flv'])('%s: has its pictures, to the last one', async (name) => {
    const plan = await runVodflow(['plan', 'Same', '-i', clip(name)], { cwd: project })
    expect(plan.stdout).toMatch(/copy: the source is what is asked for \(h264 \d+x\d+ at \d+ kbps\): its pictures are taken as they are, and only its sound is encoded: it has 48000 Hz, 44100 are asked for/)
    expect(await run('Same', clip(name), `copy-${name}`)).toEqual({ status: 0, stderr: expect.any(String) })
    const copied = join(root, `copy-${name}/v.f9001.mp4`)
    expect(await pictures(copied)).toBe(await pictures(clip(name)))
  })

  test('near misses are encoded, and the plan says why', async () => {
    write('procedures/Slower.json', { process: { transcode: [{ definition: 9002 }] } })
    const { stdout } = await runVodflow(['plan', 'Slower', '-i', clip('bbb-480p24-30s.mp4')], { cwd: project })
    expect(stdout).toContain('encode: the source is of the size that is asked for, and is encoded all the same: it has 24 fps, 12 are asked for; its key frames are up to 250 frames apart, 120 are asked for at most')
    const phone = await runVodflow(['plan', 'Same', '-i', clip('bbb-1080p24-rot90-2s.mp4')], { cwd: project })
    expect(phone.stdout).toMatch(/encoded all the same: it is turned by 90 degrees/)
  })

  test('a key frame that comes three frames too late for the template', async () => {
    const { stdout } = await runVodflow(['plan', 'Same', '-i', clip('bbb-480p24-10s.mkv')], { cwd: project })
    expect(stdout).toContain('encoded all the same: its key frames are up to 243 frames apart, 240 are asked for at most')
  })

  test('without the pass it is encoded', async () => {
    const { stdout } = await runVodflow(['plan', 'Same', '-i', clip('bbb-720p25-5s.mp4'), '--without', 'copy'], { cwd: project })
    expect(stdout).toContain('made without copy')
    expect(stdout).not.toContain('-c:v copy')
  })
})

/** What there is to see: names, still pictures to the byte, and of each film its streams and the number of its pictures. */
async function seen(folder: string): Promise<readonly string[]> {
  const names = readdirSync(folder).filter((name) => /\.(?:jpg|mp4|vtt)$/.test(name)).toSorted()
  return Promise.all(names.map(async (name) => {
    if (name.endsWith('.mp4')) return `${name} ${(await runTestFfmpeg(['-i', join(folder, name), '-map', '0', '-c', 'copy', '-f', 'framecrc', '-'])).toString().split('\n').filter((line) => /^#(?:codec_id|dimensions|channel)|^0,/.test(line)).map((line) => line.replace(/^(0,).*/, '$1')).join(' ')}`
    // Tiles may be key frames or exact ones: their sheet is as large either way.
    return name.startsWith('sprite') && name.endsWith('.jpg') ? name : `${name} ${readFileSync(join(folder, name)).toString('base64')}`
  }))
}

describe.skipIf(media === undefined)('whatever is left out, users see the same', () => {
  const small = { kind: 'transcode', extends: 20, video: { fps: 0, width: 160, height: 0, bitrate: 200 } }
  write('templates/small.json', { ...small, definition: 9010 })
  write('templates/smaller.json', { ...small, definition: 9011, video: { ...small.video, width: 128 } })
  write('templates/again.json', { ...small, definition: 9013 })
  write('templates/tiles.json', { kind: 'imageSprite', definition: 9012, extends: 10, interval: 0.5, width: 32, height: 18 })
  write('procedures/All.json', {
    process: {
      transcode: [{ definition: [9001, 9010, 9011, 9013] }], coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 0 }],
      sampleSnapshot: [{ definition: 10 }], imageSprite: [{ definition: 9012 }],
    },
  })

  test('a watermark that is drawn once looks like one that each size draws itself', { timeout: 120_000 }, async () => {
    const source = join(root, 'drawn.mp4')
    await runTestFfmpeg(['-i', clip('bbb-480p24-30s.mp4'), '-t', '1', '-c', 'copy', source])
    await runTestFfmpeg(['-f', 'lavfi', '-i', 'testsrc=s=200x100', '-frames:v', '1', join(project, 'templates/logo.png')])
    write('templates/mark.json', { kind: 'watermark', definition: 9020, image: 'logo.png', left: '10%', top: '10%', width: '25%', height: '0px' })
    write('templates/large.json', { ...small, definition: 9021, video: { ...small.video, width: 640, bitrate: 2000 } })
    write('templates/half.json', { ...small, definition: 9022, video: { ...small.video, width: 320, bitrate: 2000 } })
    write('procedures/Drawn.json', { process: { transcode: [{ definition: [9021, 9022], watermark: 9020 }] } })
    expect((await run('Drawn', source, 'once')).status).toBe(0)
    expect((await run('Drawn', source, 'each', '--without', 'hoistWatermark')).status).toBe(0)
    for (const name of ['v.f9021.mp4', 'v.f9022.mp4']) {
      const told = await runTestFfmpeg(['-i', join(root, 'once', name), '-i', join(root, 'each', name), '-lavfi', `ssim=stats_file=${join(root, name)}.txt`, '-f', 'null', '-']).then(() => readFileSync(`${join(root, name)}.txt`, 'utf8'))
      const all = [...told.matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value))
      expect(all.length).toBeGreaterThan(20)
      expect(Math.min(...all)).toBeGreaterThan(0.97)
    }
  })

  test('where zimg fails, each task is made again by itself, without it', { timeout: 120_000 }, async () => {
    const source = join(root, 'refused.mp4')
    await runTestFfmpeg(['-i', clip('bbb-480p24-30s.mp4'), '-t', '1', '-c', 'copy', source])
    const refuses = join(root, 'ffmpeg-without-luck')
    writeFileSync(refuses, `#!/bin/sh\ncase "$*" in *zscale=*) echo 'code 3074: no path between colorspaces' >&2; exit 1;; esac\nexec '${testFfmpeg()}' "$@"\n`)
    chmodSync(refuses, 0o755)
    write('procedures/Refused.json', { process: { transcode: [{ definition: [9010, 9014] }] } })
    write('templates/larger.json', { ...small, definition: 9014, video: { ...small.video, width: 320 } })
    const { status } = await runVodflow(['run', 'Refused', '-i', source, '-o', join(root, 'refused')], { cwd: project, env: { VODFLOW_FFMPEG: refuses } })
    expect(status).toBe(0)
    expect(readdirSync(join(root, 'refused')).filter((name) => name.endsWith('.mp4')).toSorted()).toEqual(['v.f9010.mp4', 'v.f9014.mp4'])
    const told = await runVodflow(['plan', 'Refused', '-i', source], { cwd: project })
    expect(told.stdout).toMatch(/zimg: 160x90 is scaled by zimg/)
  })

  test('all of the passes, and each of them', { timeout: 120_000 }, async () => {
    const source = join(root, 'film.mp4')
    await runTestFfmpeg(['-i', clip('bbb-480p24-30s.mp4'), '-t', '1', '-c', 'copy', source])
    const on = await run('All', source, 'on')
    expect(on.status).toBe(0)
    const expected = await seen(join(root, 'on'))
    expect(expected).toHaveLength(17)
    const passes = process.env['VODFLOW_TORTURE'] === undefined ? ['all'] : ['all', ...optimiserPasses]
    for (const pass of passes) {
      expect(await run('All', source, pass, '--without', pass)).toEqual({ status: 0, stderr: expect.any(String) })
      expect(await seen(join(root, pass)), pass).toEqual(expected)
    }
  })
})

const stillsIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.jpg')).toSorted().map((name) => `${name} ${readFileSync(join(folder, name)).toString('base64')}`)

describe.skipIf(media === undefined)('pictures of a container without an index', () => {
  write('procedures/Pictures.json', {
    process: {
      coverBySnapshot: [{ definition: 10, positionType: 'Time', position: 12.5 }], snapshotByTimeOffset: [{ definition: 10, timeOffset: [500, 12_000] }],
    },
  })

  test.each(['ts', 'flv'])('%s: those from a copy with an index are those from the film itself, to the byte', { timeout: 60_000 }, async (container) => {
    const source = join(root, `film.${container}`)
    await runTestFfmpeg(['-i', clip('bbb-480p24-30s.mp4'), '-t', '13', '-c', 'copy', source])
    const plan = await runVodflow(['plan', 'Pictures', '-i', source], { cwd: project })
    expect(plan.stdout).toMatch(new RegExp(`normalise: ${container} has no index to seek by`))
    expect(await run('Pictures', source, `${container}-copied`)).toEqual({ status: 0, stderr: expect.any(String) })
    expect(await run('Pictures', source, `${container}-read`, '--without', 'normalise')).toEqual({ status: 0, stderr: expect.any(String) })
    const made = stillsIn(join(root, `${container}-copied`))
    expect(made).toHaveLength(3)
    expect(new Set(made.map((line) => line.split(' ')[1])).size).toBe(3)
    expect(stillsIn(join(root, `${container}-read`))).toEqual(made)
  })
})
