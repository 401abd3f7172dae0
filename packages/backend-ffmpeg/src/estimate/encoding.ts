import { rationalValue, type EncoderSpeed } from '@vodflow/core'
import type { DraftRendition, EncodeJob } from '../plan/draft.ts'
import type { Scene, VideoStream } from '../plan/scene.ts'
import { drawnOf, stagesOf, type Drawn } from '../plan/stages.ts'
import { frameCount } from '../frame-times.ts'
import { amount, type Amount } from './amounts.ts'
import { codedMegapixels, decodingAll, toneMapping } from './decoding.ts'
import { copiedBytes, videoMegabits } from './media-bytes.ts'
import { stirring } from './stirring.ts'

/** How much more than `veryfast` the other presets of the encoders ask for. */
const speedFactors: Readonly<Record<'libx264' | 'libx265', Readonly<Record<EncoderSpeed, number>>>> = {
  libx264: { ultrafast: 0.45, superfast: 0.65, veryfast: 1, faster: 1.5, fast: 1.9, medium: 2.3, slow: 3.6, slower: 6.5, veryslow: 11 },
  libx265: { ultrafast: 0.5, superfast: 0.75, veryfast: 1, faster: 1, fast: 1.3, medium: 1.7, slow: 3.8, slower: 8.5, veryslow: 13 },
}

/** One job that makes all these from one decode. Pictures beside them are counted elsewhere. */
export function encoding({ renditions: all, pictures, twoPass }: Pick<EncodeJob, 'renditions' | 'pictures' | 'twoPass'>, scene: Scene): readonly Amount[] {
  const { video } = scene
  const besides = pictures.map(({ task }) => task.id)
  const shown = drawnOf(all)
  const decoded = [...shown.map(({ rendition }) => rendition.task.id), ...besides]
  const once = [
    amount('process', 1, [...all.map(({ rendition }) => rendition.task.id), ...besides]),
    ...(video && decoded.length > 0 ? [...decodingAll(video, scene, decoded), ...toneMapping(video, frameCount(video.frames), decoded)] : []),
  ]
  return [
    ...once,
    // What the encoder's first pass costs is in its own amount.
    ...(twoPass ? once : []),
    ...(video ? [...scaling(shown, video), ...shown.flatMap((each) => encoder(each, video, scene))] : []),
    ...sound(all, scene),
    ...all.flatMap(({ rendition, copied, sameAs }) => (copied && sameAs === undefined && rendition.video ? [amount('copiedMegabyte', copiedBytes(rendition.expected, scene) / 1e6, [rendition.task.id])] : [])),
  ]
}

const megapixels = ({ width, height }: { readonly width: number; readonly height: number }): number => (width * height) / 1e6

/** Frames that come out, and those among them that are no repetition of the one before. */
function framesOf({ rendition: { video: target, expected } }: Drawn, video: VideoStream): { readonly made: number; readonly fresh: number } {
  const source = frameCount(video.frames)
  if (target.rate === 'source') return { made: source, fresh: source * stirring(video) }
  const made = (expected.video?.durationSeconds ?? video.endSeconds) * rationalValue(target.rate)
  return { made, fresh: Math.min(made, source) * stirring(video) }
}

/** What zimg takes of what swscale takes, for two steps of a ladder. */
const zimgShare = 0.7

/** Each size once, from the one that the job says. */
function scaling(shown: readonly Drawn[], video: VideoStream): readonly Amount[] {
  return stagesOf(shown).flat().flatMap(({ width, height, renditions }) => {
    const [first] = renditions
    if (first === undefined) return []
    const frames = framesOf(first, video).made * (first.scaledBy === 'zimg' ? zimgShare : 1)
    const larger = shown.find(({ rendition }) => rendition.task.id === first.scaledFrom)
    const tasks = renditions.map(({ rendition }) => rendition.task.id)
    return [
      amount('scaledFromMegapixel', frames * (larger ? megapixels(larger.rendition.video) : codedMegapixels(video)), tasks),
      amount('scaledToMegapixel', frames * megapixels({ width, height }), tasks),
    ]
  })
}

function encoder(drawn: Drawn, video: VideoStream, scene: Scene): readonly Amount[] {
  const { rendition } = drawn
  const { video: target, task } = rendition
  const { made, fresh } = framesOf(drawn, video)
  const factor = speedFactors[target.encoder][scene.speed] * (target.twoPass ? 1.6 : 1)
  const prefix = target.encoder === 'libx265' ? 'x265' : 'x264'
  const ids = [task.id]
  return [
    ...(target.deinterlace ? [amount('deinterlaceMegapixel', frameCount(video.frames) * codedMegapixels(video), ids)] : []),
    ...(drawn.markedBy !== undefined && drawn.markedBy !== task.id ? [] : target.overlays).map(() => amount('overlayMegapixel', made * megapixels(target), ids)),
    amount(`${prefix}Megapixel`, fresh * megapixels(target) * factor, ids),
    amount(`${prefix}RepeatedMegapixel`, (made - fresh) * megapixels(target) * factor, ids),
    amount(`${prefix}Megabit`, videoMegabits(rendition, scene) * factor, ids),
  ]
}

/** One decode for all; an encode for each that does not take another's. */
function sound(renditions: readonly DraftRendition[], scene: Scene): readonly Amount[] {
  const { audio } = scene
  const heard = renditions.filter(({ rendition, copied, sameAs }) => rendition.audio !== undefined && copied?.sound !== true && sameAs === undefined)
  if (audio === undefined || heard.length === 0) return []
  const seconds = audio.durationSeconds
  return [
    amount('soundChannelSecond', seconds * audio.channels, heard.map(({ rendition }) => rendition.task.id)),
    ...heard.flatMap(({ rendition: { task, audio: target }, soundFrom }) => {
      if (target === undefined || soundFrom !== undefined) return []
      const same = heard.filter((each) => (each.soundFrom ?? each.rendition.task.id) === task.id).map(({ rendition }) => rendition.task.id)
      return [amount(target.codec === 'aac' ? 'aacChannelSecond' : 'mp3ChannelSecond', seconds * target.channels, same)]
    }),
  ]
}
