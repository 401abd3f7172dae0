import type { SourceFacts } from '@vodflow/core'
import type { PacketAccess } from '../inspection.ts'
import { decline } from '../index-reader/bytes.ts'
import { openMoviePackets } from './movie-packets.ts'
import { beginsAnew } from './nal-units.ts'
import type { PacketSource } from './packet-source.ts'

/** Key frames that are looked into: those of one encoder are all of one kind. */
const samplesOfKeys = 12

const movies = ['mp4', 'mov', '3gp']
const matroskaCodecs = ['h264', 'hevc', 'vp8', 'vp9', 'av1']

/** Whether pictures of the chosen stream can be made from its packets alone. */
export async function packetAccess(path: string, facts: SourceFacts, timeBaseDen: number, keyFrames: readonly number[]): Promise<PacketAccess> {
  const [video] = facts.videoStreams
  if (video === undefined) return { why: 'there is no video' }
  if (video.interlaced) return { why: 'fields may come in packets of their own' }
  if (['mkv', 'webm'].includes(facts.container)) return matroskaCodecs.includes(video.codec) ? { container: 'matroska' } : { why: `packets of ${video.codec} are not read` }
  if (!movies.includes(facts.container)) return { why: `${facts.container} has no index of its packets` }
  try {
    const source = await openMoviePackets({ path, sizeBytes: facts.sizeBytes, stream: video.index, startSeconds: facts.startSeconds })
    try {
      await lookIntoKeys(source, keyFrames, timeBaseDen)
      return { container: 'movie' }
    } finally {
      await source.close()
    }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

async function lookIntoKeys(source: PacketSource, keyFrames: readonly number[], timeBaseDen: number): Promise<void> {
  const every = Math.max(1, Math.ceil(keyFrames.length / samplesOfKeys))
  const ticks = keyFrames.filter((_, at) => at % every === 0).map((seconds) => Math.round(seconds * timeBaseDen))
  for await (const [first] of source.chains(ticks)) {
    if (first === undefined || !beginsAnew(source.codec, await first.data())) decline('a key frame needs what is before it (an open group of pictures)')
  }
}
