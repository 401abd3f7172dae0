import type { Size } from './video-target.ts'

export interface SheetMap {
  readonly sheets: readonly string[]
  /** When each tile begins, ascending. */
  readonly times: readonly number[]
  readonly endSeconds: number
  readonly tile: Size
  readonly columns: number
  readonly rows: number
}

/** Which rectangle of which sheet shows which part of the film: media fragments, as web players read them. */
export function webVttMap(map: SheetMap): string {
  const { tile, columns } = map
  const perSheet = columns * map.rows
  const cues = map.times.map((start, at) => {
    const end = map.times[at + 1] ?? map.endSeconds
    const place = at % perSheet
    const rectangle = [(place % columns) * tile.width, Math.floor(place / columns) * tile.height, tile.width, tile.height]
    return `${clock(start)} --> ${clock(end)}\n${map.sheets[Math.floor(at / perSheet)] ?? ''}#xywh=${rectangle.join(',')}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

/** `00:00:10.000`. */
function clock(seconds: number): string {
  const ms = Math.round(seconds * 1000)
  const part = (unit: number, base: number, width: number): string => String(Math.floor(ms / unit) % base).padStart(width, '0')
  return `${String(Math.floor(ms / 3_600_000)).padStart(2, '0')}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`
}
