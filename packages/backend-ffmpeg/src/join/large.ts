import { ratio } from '../plan/decimal.ts'
import type { CommandWork, FfmpegCommand } from '../work.ts'
import { listArgs, listName, listText, partList, whyNotWhole } from './copy.ts'
import { joinGraph, keepGraph, sampleAt, toCanvas, type JoinGraph, type JoinWanted } from './graph.ts'
import { isFile, isShown, videoOf } from './part.ts'
import { frameOfIndex } from '../frame-times.ts'
import { secondsOf, sliceOf, timelineCount, type Piece, type Timeline } from './timeline.ts'

/** What the decoders of one command may hold while they wait for their turn; encoders need about as much again. */
const mostIdleMegabytes = 400

/** Measured: 10 MB for 480p and 28 for 1080p, with one thread. */
function idleMegabytes({ part }: Piece): number {
  const video = videoOf(part)
  return isFile(part) ? 6 + (video === undefined ? 0 : (10.6 * video.codedWidth * video.codedHeight) / 1e6) : 0
}

/** Too many files to open at once. */
export function isLarge({ pieces }: Timeline): boolean {
  return pieces.reduce((sum, piece) => sum + idleMegabytes(piece), 0) > mostIdleMegabytes
}

/** What a step does before it reads a large join through one list: nothing but the list where the parts are alike. */
export interface Listing {
  readonly prepare: NonNullable<CommandWork['prepare']>
  readonly before: readonly FfmpegCommand[]
  readonly because: string
}

export function listingOf(join: Timeline): Listing {
  const why = whyNotWhole(join)
  if (why === undefined) {
    const { prepare } = partList(join)
    return { prepare, before: [], because: `${join.pieces.length} parts are alike and are read one after the other by one decoder` }
  }
  const batches = batchesOf(join)
  const files = batches.map((batch, at) => ({ batch, name: `joined${String(at).padStart(3, '0')}.mkv` }))
  return {
    prepare: { links: [], write: [{ path: listName, text: listText(files.map(({ batch, name }) => ({ name, seconds: secondsOf(timelineCount(batch), join.canvas) }))) }] },
    before: files.map(({ batch, name }) => batchCommand(batch, name)),
    because: `${join.pieces.length} parts are too many to be open at once, and are joined in ${batches.length} pieces first: ${why}`,
  }
}

/** Each as many parts as can be open at once. */
function batchesOf(join: Timeline): readonly Timeline[] {
  const batches: Piece[][] = []
  let held = 0
  for (const piece of join.pieces) {
    const more = idleMegabytes(piece)
    const open = batches.at(-1)
    if (open !== undefined && held + more <= mostIdleMegabytes) open.push(piece)
    else {
      batches.push([piece])
      held = 0
    }
    held += more
  }
  return batches.map((pieces) => sliceOf(join, pieces[0]?.start ?? 0, (pieces.at(-1)?.start ?? 0) + (pieces.at(-1)?.count ?? 0)))
}

/** Hardly compressed: what is made of it should not show that it was written down in between. */
function batchCommand(batch: Timeline, name: string): FfmpegCommand {
  const { inputs, chains, video, audio } = joinGraph(batch)
  return {
    args: [
      ...inputs, '-filter_complex', chains.join(';'),
      ...(video === undefined ? [] : ['-map', `[${video}]`, '-c:v', 'libx264', '-preset', 'superfast', '-crf', '10', '-pix_fmt', 'yuv420p']),
      ...(audio === undefined ? [] : ['-map', `[${audio}]`, '-c:a', 'flac']), '-f', 'matroska', name,
    ],
    mediaSeconds: secondsOf(timelineCount(batch), batch.canvas),
  }
}

/** The joined film, from one count up to another, out of the list that `listingOf` makes. */
export function listGraph(join: Timeline, from: number, to: number, wanted: JoinWanted): JoinGraph {
  const { canvas } = join
  const first = whyNotWhole(join) === undefined ? join.pieces[0]?.part : undefined
  const facts = first && isFile(first) ? first.facts : undefined
  const lead = first && isShown(first) ? frameOfIndex(first.frames, 0).seconds : 0
  const video = wanted.video && canvas.video
  const audio = wanted.audio && canvas.audio
  const [shown] = facts?.videoStreams ?? []
  const [heard] = facts?.audioStreams ?? []
  const shift = (name: string): readonly string[] => (lead > 0 ? [`${name}=PTS-${lead.toFixed(6)}/TB`] : [])
  return {
    // The list begins at 0, which ffmpeg would move to where the first sound begins to be decoded.
    inputs: ['-copyts', ...keepGraph, ...listArgs], inputCount: 1,
    chains: [
      ...(video ? [`[0:${shown?.index ?? 'v:0'}]${[...shift('setpts'), ...(shown ? toCanvas(shown, video) : ['setsar=1', 'format=yuv420p']), `fps=${ratio(canvas.rate)}:start_time=0`, 'tpad=stop=2:stop_mode=clone', `trim=start_frame=${from}:end_frame=${to}`, `settb=${ratio({ num: canvas.rate.den, den: canvas.rate.num })}`, 'setpts=N'].join(',')}[jv]`] : []),
      ...(audio ? [`[0:${heard?.index ?? 'a:0'}]${[...shift('asetpts'), `aresample=${audio.samplingRate}:async=1:first_pts=0:min_hard_comp=0.04`, `aformat=sample_fmts=fltp:channel_layouts=${audio.layout}`, `apad=whole_len=${sampleAt(to, canvas, audio)}`, `atrim=start_sample=${sampleAt(from, canvas, audio)}:end_sample=${sampleAt(to, canvas, audio)}`, 'asetpts=N/SR/TB'].join(',')}[ja]`] : []),
    ],
    ...(video && { video: 'jv' }), ...(audio && { audio: 'ja' }),
  }
}
