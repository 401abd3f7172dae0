import { rationalValue, type EncoderSpeed, type TaskId } from '@vodflow/core'
import { audioKey } from '../plan/audio-target.ts'
import { canFeed } from '../plan/cascade.ts'
import type { Rendition } from '../plan/operations/transcode.ts'
import type { Scene, VideoStream } from '../plan/scene.ts'
import { frameCount } from '../frame-times.ts'
import { amount, type Amount } from './amounts.ts'
import { codedMegapixels, decoding, toneMapping } from './decoding.ts'
import { videoMegabits } from './media-bytes.ts'
import { stirring } from './stirring.ts'

type Shown = Rendition & { readonly video: NonNullable<Rendition['video']> }

/** How much more than `veryfast` the other presets of the encoders ask for. */
const speedFactors: Readonly<Record<'libx264' | 'libx265', Readonly<Record<EncoderSpeed, number>>>> = {
  libx264: { ultrafast: 0.45, superfast: 0.65, veryfast: 1, faster: 1.5, fast: 1.9, medium: 2.3, slow: 3.6, slower: 6.5, veryslow: 11 },
  libx265: { ultrafast: 0.5, superfast: 0.75, veryfast: 1, faster: 1, fast: 1.3, medium: 1.7, slow: 3.8, slower: 8.5, veryslow: 13 },
}

/** One command that makes all these from one decode. Pictures beside them are counted elsewhere. */
export function encoding(renditions: readonly Rendition[], scene: Scene, besides: readonly TaskId[] = []): readonly Amount[] {
  const { video } = scene
  const shown = renditions.filter(isShown)
  const ids = shown.map(({ task }) => task.id)
  const decoded = [...ids, ...besides]
  const all = [...renditions.map(({ task }) => task.id), ...besides]
  return [
    amount('process', 1, all),
    ...(video && decoded.length > 0 ? [...decoding(video, video.endSeconds, scene, decoded), ...toneMapping(video, frameCount(video.frames), decoded)] : []),
    ...(video ? [...scaling(shown, video), ...shown.flatMap((each) => encoder(each, video, scene))] : []),
    ...sound(renditions, scene),
  ]
}

function isShown(rendition: Rendition): rendition is Shown {
  return rendition.video !== undefined
}

const megapixels = ({ width, height }: { readonly width: number; readonly height: number }): number => (width * height) / 1e6

/** Frames that come out, and those among them that are no repetition of the one before. */
function framesOf({ video: target, expected }: Shown, video: VideoStream): { readonly made: number; readonly fresh: number } {
  const source = frameCount(video.frames)
  if (target.rate === 'source') return { made: source, fresh: source * stirring(video) }
  const made = (expected.video?.durationSeconds ?? video.endSeconds) * rationalValue(target.rate)
  return { made, fresh: Math.min(made, source) * stirring(video) }
}

/** Each size once, from the next larger one where the filters do so (see cascade.ts). */
function scaling(shown: readonly Shown[], video: VideoStream): readonly Amount[] {
  const sizes = [...new Map(shown.map((each) => [`${each.video.width}x${each.video.height}`, each])).values()]
  const largestFirst = sizes.toSorted((a, b) => megapixels(b.video) - megapixels(a.video))
  return largestFirst.flatMap((each, at) => {
    const frames = framesOf(each, video).made
    const larger = largestFirst.slice(0, at).findLast((other) => canFeed(other.video, each.video, video.facts))
    const tasks = shown.filter((other) => other.video.width === each.video.width && other.video.height === each.video.height).map(({ task }) => task.id)
    return [
      amount('scaledFromMegapixel', frames * (larger ? megapixels(larger.video) : codedMegapixels(video)), tasks),
      amount('scaledToMegapixel', frames * megapixels(each.video), tasks),
    ]
  })
}

function encoder(rendition: Shown, video: VideoStream, scene: Scene): readonly Amount[] {
  const { video: target, task } = rendition
  const { made, fresh } = framesOf(rendition, video)
  const factor = speedFactors[target.encoder][scene.speed] * (target.twoPass ? 1.6 : 1)
  const prefix = target.encoder === 'libx265' ? 'x265' : 'x264'
  const ids = [task.id]
  return [
    ...(target.deinterlace ? [amount('deinterlaceMegapixel', frameCount(video.frames) * codedMegapixels(video), ids)] : []),
    ...target.overlays.map(() => amount('overlayMegapixel', made * megapixels(target), ids)),
    amount(`${prefix}Megapixel`, fresh * megapixels(target) * factor, ids),
    amount(`${prefix}RepeatedMegapixel`, (made - fresh) * megapixels(target) * factor, ids),
    amount(`${prefix}Megabit`, videoMegabits(rendition, scene) * factor, ids),
  ]
}

/** One decode for all; one encode for each kind of sound. */
function sound(renditions: readonly Rendition[], scene: Scene): readonly Amount[] {
  const { audio } = scene
  const heard = renditions.filter((each) => each.audio !== undefined)
  if (audio === undefined || heard.length === 0) return []
  const seconds = audio.durationSeconds
  const kinds = new Map(heard.flatMap(({ audio: target }) => (target ? [[audioKey(target), target] as const] : [])))
  return [
    amount('soundChannelSecond', seconds * audio.channels, heard.map(({ task }) => task.id)),
    ...[...kinds].map(([key, target]) => {
      const same = heard.filter((each) => each.audio && audioKey(each.audio) === key)
      return amount(target.codec === 'aac' ? 'aacChannelSecond' : 'mp3ChannelSecond', seconds * target.channels, same.map(({ task }) => task.id))
    }),
  ]
}
