import { rationalValue } from '@vodflow/core'
import type { Reason } from '@vodflow/engine'
import { audioOf, isFile, isLarge, isShown, listingOf, listName, whyNoCopy, type Timeline } from '../join/index.ts'
import type { CommandWork, FfmpegCommand } from '../work.ts'
import type { Scene } from './scene.ts'

type Listed = Pick<CommandWork, 'prepare' | 'commands'>

/** With the list that its commands read, and what makes the files of the list. */
export function withList<W extends Listed>(parts: W, { join }: Scene): W {
  const reads = parts.commands.some(({ args }: FfmpegCommand) => args.includes(listName))
  if (join === undefined || !reads || parts.prepare !== undefined) return parts
  const { prepare, before } = listingOf(join)
  return { ...parts, prepare, commands: [...before, ...parts.commands] }
}

/** How parts become one film, and what of them does not get into it. */
export function joinReasons({ join, video, audio }: Scene): readonly Reason[] {
  if (join === undefined) return []
  const size = video ? `${video.facts.width}x${video.facts.height} at ${Number(rationalValue(video.facts.frameRate).toFixed(2))} fps` : `sound of ${audio?.samplingRate ?? 0} Hz`
  const why = whyNoCopy(join)
  const because = isLarge(join) ? listingOf(join).because : `each of the ${join.pieces.length} parts is decoded once and brought to ${size} in the same filter graph; nothing is encoded in between`
  return [{ choice: 'join', because: why === undefined || isLarge(join) ? because : `${because}; it cannot be a copy: ${why}` }, ...leftOut(join)]
}

/** From here on a sound that goes on behind its pictures is told of. */
const toldSeconds = 0.1

function leftOut({ pieces }: Timeline): readonly Reason[] {
  return pieces.flatMap(({ part, index, span }): readonly Reason[] => {
    const audio = audioOf(part)
    if (audio === undefined || !isFile(part) || !isShown(part) || part.clip !== undefined) return []
    const seconds = audio.startSeconds + audio.durationSeconds - span.end
    return seconds <= toldSeconds ? [] : [{ choice: 'join', because: `part ${index + 1} is as long as its pictures: the last ${seconds.toFixed(1)} s of its sound are left out` }]
  })
}
