import { readingOf, type SourceReading } from './reading.ts'
import type { SourceFile } from './source-file.ts'

/**
 * Without ffprobe, from the file's index alone: the same to the last digit, or nothing.
 * @returns undefined where ffprobe has to be asked
 */
export async function readInProcess(path: string, file: SourceFile, canDecode: (codec: string) => boolean): Promise<SourceReading | undefined> {
  if (!beginsLikeMovie(file.head)) return undefined
  const { readMovie } = await import('../index-reader/index.ts')
  const movie = await readMovie(path, file.identity.sizeBytes)
  if ('declined' in movie) return undefined
  const reading = readingOf(movie.probed, path, file, canDecode)
  return ratesAreKnown(reading) ? reading : undefined
}

function beginsLikeMovie(head: Buffer): boolean {
  return ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].includes(head.toString('latin1', 4, 8))
}

/** Where the average rate disagrees with the times, ffprobe has a second one, which it finds by decoding. */
function ratesAreKnown({ probed, read }: SourceReading): boolean {
  return read.facts.videoStreams.every(({ index, frameRate }) => {
    const fields = probed.streams[index]?.fields
    return fields?.['r_frame_rate'] !== undefined || fields?.['avg_frame_rate'] === `${frameRate.num}/${frameRate.den}`
  })
}
