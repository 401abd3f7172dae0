import { canonicalJson, type TaskId } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import type { DraftRendition, EncodeJob } from '../draft.ts'
import { drawnOf, type Drawn } from '../stages.ts'
import { eachEncode, type Pass } from './pass.ts'

/** A watermark that all sizes of a cascade have in the same place is drawn once, on the largest, before the others are scaled from it. */
export const hoistWatermark: Pass = { name: 'hoistWatermark', run: (draft) => eachEncode(draft, hoisted) }

function hoisted(job: EncodeJob): EncodeJob {
  const drawers = new Map<TaskId, TaskId>()
  const reasons: Reason[] = []
  for (const family of families(drawnOf(job.renditions))) {
    const [first] = family
    if (first === undefined || family.length < 2 || !family.some(({ scaledFrom }) => scaledFrom !== undefined) || first.rendition.task.watermarks.length === 0) continue
    const tasks = family.map(({ rendition }) => rendition.task.id)
    if (new Set(family.map(marksOf)).size > 1) continue
    if (!isRelative(first)) {
      reasons.push({ choice: 'draw', because: `${tasks.length} outputs have the same watermark, and each draws it itself: its place or its size is in pixels`, tasks })
      continue
    }
    for (const task of tasks) drawers.set(task, first.rendition.task.id)
    const { width, height } = first.rendition.video
    reasons.push({ choice: 'hoist', because: `${tasks.length} outputs have the same watermark in the same place: it is drawn once, at ${width}x${height}, before the others are scaled from it`, tasks })
  }
  const renditions = job.renditions.map((each): DraftRendition => {
    const markedBy = drawers.get(each.rendition.task.id)
    return markedBy === undefined ? each : { ...each, markedBy }
  })
  return { ...job, renditions, reasons: [...job.reasons, ...reasons] }
}

function sizeOf({ rendition: { video } }: Drawn): string {
  return `${video.width}x${video.height}/${video.pixelFormat}/${video.deinterlace}/${canonicalJson(video.rate)}`
}

/** Those that are scaled from one another, the largest first. */
function families(drawn: readonly Drawn[]): readonly (readonly Drawn[])[] {
  const byTask = new Map(drawn.map((each) => [each.rendition.task.id, each]))
  const rootOf = (each: Drawn): string => {
    const larger = each.scaledFrom && byTask.get(each.scaledFrom)
    return larger ? rootOf(larger) : sizeOf(each)
  }
  const groups = new Map<string, Drawn[]>()
  for (const each of drawn) groups.set(rootOf(each), [...(groups.get(rootOf(each)) ?? []), each])
  return [...groups.values()].map((family) => family.toSorted((a, b) => area(b) - area(a)))
}

function area({ rendition: { video } }: Drawn): number {
  return video.width * video.height
}

function marksOf({ rendition }: Drawn): string {
  return canonicalJson(rendition.task.watermarks.map(({ template }) => template))
}

/** Everything in percent of the frame; 0 of a side keeps the picture's shape. */
function isRelative({ rendition }: Drawn): boolean {
  return rendition.task.watermarks.every(({ template }) => [template.left, template.top, template.width, template.height].every((length) => length.endsWith('%') || /^0+px$/.test(length)))
}
