import type { Result, SourceFile, Task } from '@vodflow/core'
import { ok } from '@vodflow/core'
import type { OutputEstimate, TaskEstimate } from '@vodflow/engine'

/** A price sheet, as grammars/prices.schema.json describes it. */
export interface Prices {
  readonly currency: string
  readonly perCpuHour?: number
  readonly perGigabyte?: number
  readonly perPicture?: number
  readonly perOutputMinute?: readonly MinutePrice[]
}

type OutputKind = 'video' | 'audio' | 'copy' | 'animation'

export interface MinutePrice {
  readonly kind: OutputKind
  /** Absent: any. */
  readonly codec?: string
  /** Pixels; absent: any size. */
  readonly upToShortSide?: number
  readonly price: number
}

/** Problems have the codes of any JSON, at their places. */
export async function readPrices(file: SourceFile): Promise<Result<Prices>> {
  const [{ parseJsonDocument }, { pricesSchema }] = await Promise.all([import('@vodflow/frontend-json'), import('../generated/prices-schema.ts')])
  const parsed = parseJsonDocument(file, { validate: pricesSchema, prefix: 'json' })
  // The schema has held the value against exactly this shape.
  return parsed.ok ? ok(parsed.value.value as Prices, parsed.diagnostics) : parsed
}

/** What a task is expected to cost: its work, its bytes, its minutes by the first line that fits, its pictures. */
export function costOf(task: Task, estimate: TaskEstimate, prices: Prices): number {
  const kind = outputKind(task)
  const outputs = estimate.outputs.map((output) => (kind === undefined ? pictures(output) * (prices.perPicture ?? 0) : minutes(output) * minutePrice(task, kind, output, prices)))
  return (estimate.cpuSeconds / 3600) * (prices.perCpuHour ?? 0) + (estimate.bytes / 1e9) * (prices.perGigabyte ?? 0) + outputs.reduce((sum, cost) => sum + cost, 0)
}

/** Undefined for still pictures and playlists. */
function outputKind(task: Task): OutputKind | undefined {
  if (task.kind === 'animatedGraphics') return 'animation'
  if (task.kind !== 'transcode') return undefined
  if (task.template.remux) return 'copy'
  return task.template.video ? 'video' : 'audio'
}

function minutes({ durationSeconds }: OutputEstimate): number {
  return (durationSeconds ?? 0) / 60
}

/** Maps and playlists show nothing and are no pictures. */
function pictures({ width, files }: OutputEstimate): number {
  return width === undefined ? 0 : files
}

function minutePrice(task: Task, kind: OutputKind, { width = 0, height = 0 }: OutputEstimate, { perOutputMinute = [] }: Prices): number {
  const codec = codecOf(task)
  const fitting = perOutputMinute.find((line) =>
    line.kind === kind && (line.codec === undefined || line.codec === codec) && (line.upToShortSide === undefined || Math.min(width, height) <= line.upToShortSide))
  return fitting?.price ?? 0
}

function codecOf(task: Task): string | undefined {
  if (task.kind === 'animatedGraphics') return task.template.format
  return task.kind === 'transcode' ? (task.template.video?.codec ?? task.template.audio?.codec) : undefined
}
