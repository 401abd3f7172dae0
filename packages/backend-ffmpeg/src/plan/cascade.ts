import type { Reason } from '@vodflow/engine'
import { ratio } from './decimal.ts'
import { videoScaleOptions } from './colour.ts'
import type { FilterNode } from './filter-tree.ts'
import type { Rendition } from './operations/transcode.ts'
import type { VideoStream } from './scene.ts'
import type { Size, VideoTarget } from './video-target.ts'

/** One rendition on its way through the filters. */
export interface VideoBranch {
  readonly rendition: Rendition
  readonly video: NonNullable<Rendition['video']>
  /** By which `-map` finds it. */
  readonly output: string
  /** Labels of its scaled watermarks, in drawing order. */
  readonly watermarks: readonly string[]
}

/** The branches of all renditions, from frames of the source: by deinterlacing, then rate, then size. */
export function renditionNodes(branches: readonly VideoBranch[], video: VideoStream): { readonly nodes: readonly FilterNode[]; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = []
  const nodes = groupBy(branches, (branch) => String(branch.video.deinterlace)).map((same): FilterNode => ({
    filters: same[0]?.video.deinterlace ? ['yadif=deint=interlaced'] : [],
    children: groupBy(same, (branch) => rateFilter(branch.video)).map((sameRate) => ({
      filters: sameRate[0] && sameRate[0].video.rate !== 'source' ? [rateFilter(sameRate[0].video)] : [],
      children: sizeNodes(sameRate, video, reasons),
    })),
  }))
  return { nodes: nodes.flatMap(flattened), reasons }
}

/** A node without filters gives its children to whoever holds it. */
function flattened(node: FilterNode): readonly FilterNode[] {
  const children = node.children?.flatMap(flattened)
  if (node.filters.length === 0 && node.side === undefined && node.output === undefined && children) return children
  return [children ? { ...node, children } : node]
}

function rateFilter(target: VideoTarget): string {
  return target.rate === 'source' ? 'source' : `fps=${ratio(target.rate)}`
}

interface Stage extends Size {
  readonly pixelFormat: string
  readonly branches: readonly VideoBranch[]
  readonly smaller: Stage[]
}

/** Largest first; each size is scaled from the next larger one of its geometry, before any watermark, else from the source. */
function sizeNodes(branches: readonly VideoBranch[], video: VideoStream, reasons: Reason[]): readonly FilterNode[] {
  const roots: Stage[] = []
  const placed: Stage[] = []
  const bySize = groupBy(branches, ({ video: { width, height, pixelFormat } }) => `${width}x${height}/${pixelFormat}`)
  const stages = bySize.flatMap((same) => (same[0] ? [{ ...pick(same[0].video), branches: same, smaller: [] as Stage[] }] : []))
  for (const stage of stages.toSorted((a, b) => b.width * b.height - a.width * a.height)) {
    const larger = placed.findLast((other) => other.pixelFormat === stage.pixelFormat && canFeed(other, stage, video.facts))
    if (larger) {
      reasons.push({
        choice: 'cascade', because: `${stage.width}x${stage.height} is scaled from ${larger.width}x${larger.height}, which has the same shape, not from ${video.facts.width}x${video.facts.height}`,
        tasks: stage.branches.map(({ rendition }) => rendition.task.id),
      })
    }
    ;(larger?.smaller ?? roots).push(stage)
    placed.push(stage)
  }
  return roots.map((stage) => stageNode(stage, video, videoScaleOptions(video)))
}

function pick(target: VideoTarget): Size & { readonly pixelFormat: string } {
  return { width: target.width, height: target.height, pixelFormat: target.pixelFormat }
}

/** The same shape up to the rounding to even sides, and no larger than the source: what was blown up feeds nothing. */
export function canFeed(larger: Size, smaller: Size, source: Size): boolean {
  const enlarged = larger.width > source.width + 1 || larger.height > source.height + 1
  const slack = 1.01 * (1 / smaller.width + 1 / smaller.height)
  const sameShape = Math.abs((smaller.width * larger.height) / (smaller.height * larger.width) - 1) <= slack
  return !enlarged && sameShape && larger.width >= smaller.width && larger.height >= smaller.height
}

function stageNode(stage: Stage, video: VideoStream, options: string): FilterNode {
  const children = [...stage.branches.map(branchNode), ...stage.smaller.map((each) => stageNode(each, video, ''))]
  return {
    filters: [`scale=${stage.width}:${stage.height}:flags=bicubic${options}`, 'setsar=1', `format=${stage.pixelFormat}`],
    children,
  }
}

function branchNode(branch: VideoBranch): FilterNode {
  const drawn = branch.video.overlays.map(({ x, y }, at) => ({ side: branch.watermarks[at] ?? '', filter: `overlay=x=${x}:y=${y}` }))
  const leaf: FilterNode = { filters: [], output: branch.output }
  return drawn.reduceRight<FilterNode>((below, { side, filter }, at) => {
    const last = at === drawn.length - 1
    return last ? { side, filters: [filter, `format=${branch.video.pixelFormat}`], output: branch.output } : { side, filters: [filter], children: [below] }
  }, leaf)
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups.values()]
}
