import { readFile, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { TaskId } from '@vodflow/core'
import { failureOfError, type Artifact, type ExecutionContext, type StepFailure, type StepOutcome } from '@vodflow/engine'
import { parseMediaPlaylist } from '../verify/hls-playlist.ts'
import type { MasterPlaylistWork } from '../work.ts'
import { isPlainName, publish } from './publish.ts'

interface Rendition {
  readonly uri: string
  readonly media: NonNullable<Artifact['media']>
  readonly independent: boolean
}

/** Lists the HLS transcodes of this run by what was measured in them (RFC 8216 §4.3.4), the cheapest first. */
export async function runMasterPlaylist(work: MasterPlaylistWork, context: ExecutionContext): Promise<StepOutcome> {
  const fails = (failure: StepFailure): StepOutcome => ({ tasks: [{ task: work.task, ok: false, failure }] })
  if (context.signal.aborted) return fails({ reason: 'cancelled' })
  if (!isPlainName(work.path)) return fails({ reason: 'crashed', error: `'${work.path}' is no plain name for an output` })
  try {
    const renditions: Rendition[] = []
    for (const task of work.renditions) {
      const rendition = await renditionOf(task, work.path, context)
      if (rendition === undefined) return fails({ reason: 'output-mismatch', expected: `the playlist of ${task}`, found: 'none' })
      renditions.push(rendition)
    }
    await writeFile(join(context.workFolder, work.path), masterPlaylist(renditions))
    const artifacts = await publish(work.task, [{ path: work.path, role: 'playlist' }], context.workFolder, context.outputFolder)
    context.onProgress({ fraction: 1 })
    return { tasks: [{ task: work.task, ok: true, artifacts }] }
  } catch (error) {
    return fails(failureOfError(error))
  }
}

async function renditionOf(task: TaskId, master: string, context: ExecutionContext): Promise<Rendition | undefined> {
  const artifact = context.artifacts.find((artifact) => artifact.task === task && artifact.role === 'playlist')
  if (artifact?.media === undefined) return undefined
  const playlist = parseMediaPlaylist(await readFile(join(context.outputFolder, artifact.path), 'utf8').catch(() => ''))
  if (typeof playlist === 'string') return undefined
  return { uri: posix.relative(posix.dirname(master), artifact.path), media: artifact.media, independent: playlist.independentSegments }
}

export function masterPlaylist(renditions: readonly Rendition[]): string {
  const ascending = renditions.toSorted((a, b) => bandwidthOf(a) - bandwidthOf(b))
  const independent = renditions.length > 0 && renditions.every((rendition) => rendition.independent)
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3', ...(independent ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : [])]
  for (const rendition of ascending) lines.push(`#EXT-X-STREAM-INF:${attributesOf(rendition).join(',')}`, rendition.uri)
  return `${lines.join('\n')}\n`
}

function attributesOf(rendition: Rendition): readonly string[] {
  const { width, height, bitrateKbps, codecs, videoStreams } = rendition.media
  const fps = videoStreams[0]?.fps ?? 0
  return [
    `BANDWIDTH=${bandwidthOf(rendition)}`,
    `AVERAGE-BANDWIDTH=${Math.round(bitrateKbps * 1000)}`,
    ...(width > 0 && height > 0 ? [`RESOLUTION=${width}x${height}`] : []),
    ...(codecs === undefined ? [] : [`CODECS="${codecs}"`]),
    ...(fps > 0 ? [`FRAME-RATE=${fps.toFixed(3)}`] : []),
  ]
}

/** The peak; never below the average, which rounding and a single segment could make of it. */
function bandwidthOf({ media }: Rendition): number {
  return Math.max(Math.ceil(media.peakBitsPerSecond ?? 0), Math.round(media.bitrateKbps * 1000))
}
