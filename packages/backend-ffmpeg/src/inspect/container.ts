import { extname } from 'node:path'

/** One word for the container, where ffprobe gives a list of what its demuxer reads. */
export function containerWord(formatName: string, facts: { readonly majorBrand: string; readonly path: string; readonly head: Buffer; readonly hasVideo: boolean }): string {
  const names = formatName.split(',')
  if (names.includes('mov')) return mp4Family(facts)
  if (names.includes('matroska')) return docType(facts.head) === 'webm' ? 'webm' : 'mkv'
  const first = names[0] ?? ''
  const words: Readonly<Record<string, string>> = { mpegts: 'ts', mpeg: 'mpg', mpegvideo: 'mpg', live_flv: 'flv' }
  return words[first] ?? first
}

function mp4Family({ majorBrand, path, hasVideo }: { majorBrand: string; path: string; hasVideo: boolean }): string {
  if (!hasVideo) return 'm4a'
  const brand = majorBrand.trim()
  if (brand.startsWith('3g')) return '3gp'
  if (brand === 'qt') return 'mov'
  // Old QuickTime files have no brand at all.
  return brand === '' && extname(path).toLowerCase() === '.mov' ? 'mov' : 'mp4'
}

/** The EBML DocType element (0x4282) stands in the first bytes of every Matroska file. */
function docType(head: Buffer): string {
  const at = head.indexOf(Buffer.from([0x42, 0x82]))
  if (at < 0) return ''
  const length = (head[at + 2] ?? 0x80) & 0x7f
  return head.subarray(at + 3, at + 3 + length).toString('latin1').replace(/\0+$/, '')
}

/** Containers whose index leads `-ss` to the right frame; the others are remuxed first (performance.md §F). */
export function isSeekable(container: string): boolean {
  return ['mp4', 'mov', 'm4a', '3gp', 'mkv', 'webm', 'avi'].includes(container)
}
