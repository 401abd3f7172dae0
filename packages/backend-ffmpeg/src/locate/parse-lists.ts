/** The names in what `-encoders`, `-muxers` and `-filters` print: the word after the flags, below the legend. */
export function parseNames(text: string): readonly string[] {
  const names = rowsOf(text).flatMap((row) => row.name.split(','))
  return sorted(names)
}

/**
 * Decoders by their own name and by the codec they decode, so that a stream's codec word can be looked up. ffmpeg's own
 * `av1` needs a graphics card: it counts only where a decoder in software stands beside it.
 */
export function parseDecoders(text: string): readonly string[] {
  const rows = rowsOf(text)
  const software = rows.filter((row) => !/_(?:cuvid|qsv|v4l2m2m|mediacodec|mmal|crystalhd|videotoolbox)$/.test(row.name))
  const names = software.filter((row) => row.name !== 'av1').flatMap((row) => (row.codec === undefined ? [row.name] : [row.name, row.codec]))
  return sorted(names)
}

interface Row {
  readonly name: string
  readonly codec?: string
}

function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = []
  let inside = false
  for (const line of text.split('\n')) {
    // Lists of codecs and formats end their legend with dashes; that of filters has none, but its rows hold an arrow.
    if (/^ -+$/.test(line.trimEnd())) inside = true
    const match = /^ ([A-Z.]{3,6}| ?[DE ]{1,2}) +(\S+)(.*)$/.exec(line)
    const rest = match?.[3] ?? ''
    const name = match?.[2]
    if (name === undefined || name === '=' || (!inside && !/->/.test(rest))) continue
    const codec = /\(codec (\w+)\)/.exec(rest)?.[1]
    rows.push({ name, ...(codec !== undefined && { codec }) })
  }
  return rows
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}
