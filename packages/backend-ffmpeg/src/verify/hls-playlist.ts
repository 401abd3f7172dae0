export interface MediaPlaylist {
  readonly targetDuration: number
  readonly independentSegments: boolean
  /** `#EXT-X-KEY`, its attributes as they are written. */
  readonly key?: string
  readonly segments: readonly { readonly name: string; readonly seconds: number }[]
}

/** No film has more segments than a day has seconds. */
const MAX_SEGMENTS = 86_400

/** A complete VOD media playlist with segments beside it, or a sentence about what is wrong (RFC 8216 §4). */
export function parseMediaPlaylist(text: string): MediaPlaylist | string {
  const lines = text.split(/\r?\n/)
  if (lines[0] !== '#EXTM3U') return 'no #EXTM3U in the first line'
  const targetDuration = Number(tag(lines, '#EXT-X-TARGETDURATION:'))
  if (!Number.isInteger(targetDuration) || targetDuration <= 0) return 'no whole #EXT-X-TARGETDURATION'
  if (!lines.includes('#EXT-X-ENDLIST')) return 'no #EXT-X-ENDLIST'
  const segments: { name: string; seconds: number }[] = []
  let seconds: number | undefined
  for (const line of lines) {
    if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8))
    else if (line !== '' && !line.startsWith('#')) {
      if (seconds === undefined || !(seconds > 0)) return `'${line}' has no #EXTINF`
      if (/[/\\:]/.test(line) || line.startsWith('.')) return `'${line}' is not beside the playlist`
      // RFC 8216 §4.3.3.1: each duration, rounded, is at most the target; a half may go either way.
      if (seconds > targetDuration + 0.5) return `'${line}' lasts ${seconds} s, more than the target of ${targetDuration} s`
      segments.push({ name: line, seconds })
      seconds = undefined
    }
  }
  if (segments.length === 0) return 'no segment'
  const keys = lines.filter((line) => line.startsWith('#EXT-X-KEY:'))
  if (keys.length > 1) return `${keys.length} keys`
  if (segments.length > MAX_SEGMENTS) return `${segments.length} segments`
  if (new Set(segments.map((segment) => segment.name)).size !== segments.length) return 'the same segment twice'
  const [key] = keys
  return { ...(key !== undefined && { key: key.slice('#EXT-X-KEY:'.length) }), targetDuration, independentSegments: lines.includes('#EXT-X-INDEPENDENT-SEGMENTS'), segments }
}

const isDuration = (line: string): boolean => line.startsWith('#EXTINF:')

/** The same text with another duration for one of its segments, and a target that covers it. */
export function withDuration(text: string, which: 'first' | 'last', seconds: number): string {
  const lines = text.split(/\r?\n/)
  const changed = which === 'first' ? lines.findIndex(isDuration) : lines.findLastIndex(isDuration)
  const durations = lines.map((line, at) => (at === changed ? seconds : isDuration(line) ? Number.parseFloat(line.slice(8)) : 0))
  const target = Math.max(...durations.map(Math.round), 1)
  return lines
    .map((line, at) => {
      if (at === changed) return `#EXTINF:${seconds.toFixed(6)},`
      return line.startsWith('#EXT-X-TARGETDURATION:') ? `#EXT-X-TARGETDURATION:${Math.max(target, Number(line.slice(22)))}` : line
    })
    .join('\n')
}

function tag(lines: readonly string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(name))?.slice(name.length)
}
