import { joinGraph, sliceOf, type Timeline } from '../join/index.ts'
import { inputArgs, type Scene } from './scene.ts'

/** How a command reads the film, be it one file or the join of many. */
export interface Feed {
  /** Input options and `-i`. */
  readonly inputs: readonly string[]
  readonly inputCount: number
  /** What a filter graph begins with. */
  readonly chains: readonly string[]
  /** What stands in brackets where a filter takes its frames. */
  readonly video: string
  /** The sound: a stream of an input, or what the chains give; absent without any. */
  readonly audio?: { readonly from: 'input' | 'chains'; readonly label: string }
}

export interface FeedWanted {
  readonly video: boolean
  readonly audio: boolean
}

export function feedOf(scene: Scene, wanted: FeedWanted): Feed {
  if (scene.join !== undefined) return joinFeed(scene.join, wanted)
  return {
    inputs: inputArgs(scene), inputCount: 1, chains: [], video: `0:${scene.video?.facts.index ?? 0}`,
    ...(scene.audio && wanted.audio && { audio: { from: 'input', label: `0:${scene.audio.index}` } }),
  }
}

/** The pictures of a join from one frame up to another, and no other part of it. */
export function sliceFeed(join: Timeline, from: number, to: number): Feed {
  return joinFeed(sliceOf(join, from, to), { video: true, audio: false })
}

/** Single frames of a join, each entered by a seek of its own, one after the other. */
export function framesFeed(join: Timeline, frames: readonly number[]): Feed {
  const pieces = frames.flatMap((frame, at) => sliceOf(join, frame, frame + 1).pieces.map((piece) => ({ ...piece, start: at })))
  return joinFeed({ canvas: join.canvas, pieces }, { video: true, audio: false })
}

function joinFeed(join: Timeline, wanted: FeedWanted): Feed {
  const { inputs, inputCount, chains, video, audio } = joinGraph(join, wanted)
  return { inputs, inputCount, chains, video: video ?? 'jv', ...(audio !== undefined && { audio: { from: 'chains', label: audio } }) }
}

/** The sound for so many outputs: what to write into the graph, and what each of them maps. */
export function soundOf({ audio }: Feed, count: number): { readonly chains: readonly string[]; readonly maps: readonly string[] } {
  if (audio === undefined || count === 0) return { chains: [], maps: [] }
  if (audio.from === 'input') return { chains: [], maps: Array.from({ length: count }, () => audio.label) }
  if (count === 1) return { chains: [], maps: [`[${audio.label}]`] }
  const labels = Array.from({ length: count }, (_, at) => `[${audio.label}${at}o]`)
  return { chains: [`[${audio.label}]asplit=${count}${labels.join('')}`], maps: labels }
}
