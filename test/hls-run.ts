import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parsePlaylist, makeTestFilm } from '@vodflow/testing'
import { masterKeyOf } from '@vodflow/kms'
import { createFilmFolder, type FilmFolder } from './film-folder.ts'
import { keyOrigin } from './hls-server.ts'
import { runVodflow, type Finished } from './run-vodflow.ts'

/** Visibly fake. */
export const fakeMasterKey = 'fa'.repeat(32)
export const fakeMaster = masterKeyOf(Buffer.from(fakeMasterKey, 'hex'))
export const withKey = { VODFLOW_TEST_MASTER_KEY: fakeMasterKey }

const rendition = (definition: number, width: number, bitrate: number): object => ({
  kind: 'transcode', definition, container: 'hls',
  video: { codec: 'libx264', fps: 0, width, height: 0, bitrate }, audio: { codec: 'libfdk_aac', bitrate: 48, sampleRate: 44_100, soundSystem: 2 },
})

const pair = { definition: [900, 901], idrAlignment: true, hlsMasterPlaylist: true }

export interface HlsProject {
  readonly place: FilmFolder
  readonly run: (film: string, out: string, env?: NodeJS.ProcessEnv, more?: readonly string[]) => Promise<Finished>
}

/** Encrypted and plain renditions of two sizes, each pair with its master playlist, aligned; `ofEncrypted`: more fields of their element. */
export function createHlsProject(name: string, ofEncrypted: object = {}): HlsProject {
  const place = createFilmFolder(name)
  mkdirSync(place.path('templates'))
  const write = (path: string, value: object): void => writeFileSync(place.path(path), JSON.stringify(value))
  write('vodflow.config.json', { kms: { masterKeyEnv: 'VODFLOW_TEST_MASTER_KEY' }, encoder: { speed: 'ultrafast' } })
  write('templates/small.json', rendition(900, 128, 128))
  write('templates/large.json', rendition(901, 256, 400))
  write('templates/drm.json', { kind: 'drm', definition: 910, keySource: 'VodBuildInKMS', getKeyUrl: `${keyOrigin}/get?app=demo#player` })
  write('Both.json', { process: { transcode: [{ ...pair, drm: 910, ...ofEncrypted }, pair] } })
  return {
    place,
    run: (film, out, env = withKey, more = []) => runVodflow(['run', './Both.json', '-i', film, '-o', out, ...more], { cwd: place.path('.'), env }),
  }
}

/** Three segments, the last one short, each frame with its number in it. */
export async function threeSegments(path: string, fps: string): Promise<void> {
  await makeTestFilm(path, { seconds: 22, width: 256, height: 144, fps, gop: 600 })
}

/** The text of a playlist, and what a strict reader makes of it. */
export function playlistIn(folder: string, name: string) {
  const text = readFileSync(`${folder}/${name}`, 'utf8')
  return { text, read: parsePlaylist(text) }
}

export function mastersIn(files: readonly string[]): readonly string[] {
  return files.filter((name) => name.startsWith('master_playlist'))
}
