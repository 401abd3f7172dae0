import type { ExpectedMedia } from '../../work.ts'
import type { Draft, EncodeJob } from '../draft.ts'
import { ownFrameSeconds } from '../expected-media.ts'
import { frameOfIndex } from '../../frame-times.ts'
import type { Rendition } from '../operations/transcode.ts'
import type { Scene } from '../scene.ts'
import { soundObstacle } from './copy-sound.ts'
import { isAlike, pictureObstacles } from './copy-picture.ts'
import { eachEncode, type Pass } from './pass.ts'

/** A rendition that the source is already takes its packets as they are; its sound by itself where only that does not fit. */
export const copy: Pass = { name: 'copy', run: (draft, scene) => copied(draft, scene) }

function copied(draft: Draft, scene: Scene): Draft {
  const [part, ...others] = scene.inspection.parts
  // What is cut or joined has to begin where it was asked to, and packets only begin at key frames.
  const whole = part !== undefined && 'facts' in part && part.clip === undefined && others.length === 0
  return whole ? eachEncode(draft, (job) => copiedIn(job, part.hiddenFrames ?? 0, scene)) : draft
}

function copiedIn(job: EncodeJob, hidden: number, scene: Scene): EncodeJob {
  const [only, ...others] = job.renditions
  if (only === undefined || others.length > 0 || job.pictures.length > 0) return job
  const { rendition } = only
  return rendition.video === undefined ? copiedSound(job, rendition, scene) : copiedPicture(job, rendition, hidden, scene)
}

function copiedPicture(job: EncodeJob, rendition: Rendition, hidden: number, scene: Scene): EncodeJob {
  if (!isAlike(rendition, scene)) return job
  const obstacles = pictureObstacles(rendition, hidden, scene)
  const tasks = [rendition.task.id]
  if (obstacles.length > 0) return { ...job, reasons: [...job.reasons, { choice: 'encode', because: `the source is of the size that is asked for, and is encoded all the same: ${obstacles.join('; ')}`, tasks }] }
  const sound = rendition.audio && soundObstacle(rendition, scene)
  const because = `the source is what is asked for (${words(scene)}): its pictures are taken as they are${rendition.audio ? (sound === undefined ? ', and so is its sound' : `, and only its sound is encoded: ${sound}`) : ''}`
  return {
    ...job, twoPass: false, reasons: [{ choice: 'copy', because, tasks }],
    renditions: [{ rendition: { ...rendition, expected: expectedCopy(rendition, sound === undefined, scene) }, copied: { sound: sound === undefined } }],
  }
}

function words({ video, inspection }: Scene): string {
  const { codec = '', width = 0, height = 0, bitrateKbps = 0 } = video?.facts ?? {}
  return `${codec} ${width}x${height} at ${Math.round(bitrateKbps || inspection.facts.bitrateKbps)} kbps`
}

function copiedSound(job: EncodeJob, rendition: Rendition, scene: Scene): EncodeJob {
  if (rendition.audio === undefined || soundObstacle(rendition, scene) !== undefined) return job
  const because = `the sound of the source is what is asked for (${rendition.audio.codec}, ${Math.round(scene.audio?.bitrateKbps ?? 0)} kbps): it is taken as it is`
  return {
    ...job, reasons: [{ choice: 'copy', because, tasks: [rendition.task.id] }],
    renditions: [{ rendition: { ...rendition, expected: expectedCopy(rendition, true, scene) }, copied: { sound: true } }],
  }
}

/** What was planned, with the times that the source has. */
function expectedCopy({ expected }: Rendition, soundToo: boolean, { video, audio }: Scene): ExpectedMedia {
  // What is the source itself need not be held against it.
  const { quality: _quality, ...rest } = expected
  return {
    ...rest, deep: true,
    ...(expected.video && video && { video: { ...expected.video, durationSeconds: video.endSeconds - frameOfIndex(video.frames, 0).seconds, toleranceSeconds: ownFrameSeconds(video) + 0.002 } }),
    ...(expected.audio && audio && soundToo && { audio: { ...expected.audio, durationSeconds: audio.durationSeconds } }),
  }
}
