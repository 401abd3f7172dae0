import { containerWord } from './container.ts'
import { factsOf, type ReadFacts } from './facts.ts'
import type { Probed } from './probe-lines.ts'
import type { SourceFile } from './source-file.ts'

/** A source as it was probed, whoever did it, with what follows from that. */
export interface SourceReading {
  readonly probed: Probed
  readonly container: string
  readonly read: ReadFacts
}

export function readingOf(probed: Probed, path: string, { head, identity }: SourceFile, canDecode: (codec: string) => boolean): SourceReading {
  const hasVideo = probed.streams.some((stream) => stream.fields['codec_type'] === 'video' && stream.fields['disposition:attached_pic'] !== '1')
  const container = containerWord(probed.format['format_name'] ?? '', { majorBrand: probed.format['tag:major_brand'] ?? '', path, head, hasVideo })
  return { probed, container, read: factsOf(probed, container, identity.sizeBytes, canDecode) }
}
