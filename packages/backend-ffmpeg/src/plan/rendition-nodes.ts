import { rationalValue, type TaskId } from '@vodflow/core'
import type { Capabilities } from '../inspection.ts'
import { videoScaleOptions } from './colour.ts'
import { decimal } from './decimal.ts'
import type { FilterNode } from './filter-tree.ts'
import { heldEndFilters } from './held-end.ts'
import type { VideoStream } from './scene.ts'
import { groupBy, rateFilter, sizesOf, type Drawn, type Stage } from './stages.ts'
import type { VideoTarget } from './video-target.ts'
import { zimgFilters } from './zimg.ts'

/** One rendition on its way through the filters. */
export interface VideoBranch extends Drawn {
  /** By which `-map` finds it. */
  readonly output: string
  /** Labels of its scaled watermarks, in drawing order. */
  readonly watermarks: readonly string[]
}

/** The branches of all renditions, from frames of the source: by deinterlacing, then rate, then size. What begins alike is done once. */
export function renditionNodes(branches: readonly VideoBranch[], video: VideoStream, capabilities: Capabilities): readonly FilterNode[] {
  const nodes = groupBy(branches, ({ rendition }) => String(rendition.video.deinterlace)).map((same): FilterNode => ({
    filters: same[0]?.rendition.video.deinterlace ? ['yadif=deint=interlaced'] : [],
    children: groupBy(same, ({ rendition }) => rateFilter(rendition.video)).map((sameRate) => ({
      filters: sameRate[0] && sameRate[0].rendition.video.rate !== 'source' ? rateFilters(sameRate[0].rendition.video, video) : heldEndFilters(video, capabilities),
      children: sizeNodes(sameRate, video),
    })),
  }))
  return nodes.flatMap(flattened)
}

/**
 * What would repeat the last frame for as long as the file shows it, or until the frame that was read when ffmpeg noticed the
 * clip's end, stops where the clip does.
 */
function rateFilters(target: VideoTarget, { endSeconds, endsEarly }: VideoStream): readonly string[] {
  if (target.rate === 'source') return []
  const perSecond = rationalValue(target.rate)
  return [rateFilter(target), ...(endsEarly ? [`trim=end=${decimal((Math.max(1, Math.round(endSeconds * perSecond)) - 0.5) / perSecond)}`] : [])]
}

/** A node without filters gives its children to whoever holds it. */
function flattened(node: FilterNode): readonly FilterNode[] {
  const children = node.children?.flatMap(flattened)
  if (node.filters.length === 0 && node.side === undefined && node.output === undefined && children) return children
  return [children ? { ...node, children } : node]
}

function feeder(stage: Stage): TaskId | undefined {
  return stage.renditions[0]?.scaledFrom
}

/** A size that is scaled from another hangs below it; the others are scaled from the source. */
function sizeNodes(branches: readonly VideoBranch[], video: VideoStream): readonly FilterNode[] {
  const byTask = new Map(branches.map((branch) => [branch.rendition.task.id, branch]))
  const stages = sizesOf(branches)
  const below = (holder: Stage): readonly Stage[] => stages.filter((stage) => holder.renditions.some(({ rendition }) => rendition.task.id === feeder(stage)))
  const node = (stage: Stage, options: string): FilterNode => {
    const children = [
      ...stage.renditions.flatMap(({ rendition }) => branchNodes(byTask.get(rendition.task.id))),
      ...below(stage).map((each) => node(each, '')),
    ]
    const drawer = stage.renditions.map(({ rendition }) => byTask.get(rendition.task.id)).find((branch) => branch !== undefined && branch.markedBy === branch.rendition.task.id)
    return {
      filters: [...(stage.renditions[0]?.scaledBy === 'zimg' ? zimgFilters(stage, video) : [`scale=${stage.width}:${stage.height}:flags=bicubic${options}`]), 'setsar=1', `format=${stage.pixelFormat}`],
      children: drawer === undefined ? children : [markedNode(drawer, { filters: [], children })],
    }
  }
  return stages.filter((stage) => feeder(stage) === undefined).map((stage) => node(stage, videoScaleOptions(video)))
}

function branchNodes(branch: VideoBranch | undefined): readonly FilterNode[] {
  return branch === undefined ? [] : [branchNode(branch)]
}

function branchNode(branch: VideoBranch): FilterNode {
  const leaf: FilterNode = { filters: [], output: branch.output }
  return branch.markedBy === undefined ? markedNode(branch, leaf) : leaf
}

/** Its watermarks over the frames, one after the other; what comes out goes where `end` says. */
function markedNode(branch: VideoBranch, end: FilterNode): FilterNode {
  const { overlays, pixelFormat } = branch.rendition.video
  const drawn = overlays.map(({ x, y }, at) => ({ side: branch.watermarks[at] ?? '', filter: `overlay=x=${x}:y=${y}` }))
  return drawn.reduceRight<FilterNode>((below, { side, filter }, at) => {
    const last = at === drawn.length - 1
    return last ? { ...end, side, filters: [filter, `format=${pixelFormat}`] } : { side, filters: [filter], children: [below] }
  }, end)
}
