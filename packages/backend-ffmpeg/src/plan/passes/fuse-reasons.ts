import type { Reason } from '@vodflow/engine'
import type { EncodeJob } from '../draft.ts'
import { groupPictures } from '../pictures.ts'
import { drawnOf } from '../stages.ts'
import { filmSentence, type Scene } from '../scene.ts'

/** What one decode gives; nothing where it gives one thing. */
export function fuseReasons(job: EncodeJob, scene: Scene): readonly Reason[] {
  const encodes = drawnOf(job.renditions).map(({ rendition }) => rendition.task.id)
  const groups = groupPictures(job.pictures, true)
  const pictures = groups.reduce((sum, group) => sum + group.frames.length, 0)
  if (scene.video === undefined || encodes.length + groups.length < 2) return []
  const feeds = [`${encodes.length} ${encodes.length === 1 ? 'encode' : 'encodes'}`, ...(pictures > 0 ? [`${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`] : [])].join(' and ')
  return [{ choice: 'fuse', because: `one decode of ${filmSentence(scene.video)} feeds ${feeds}`, tasks: [...encodes, ...job.pictures.map(({ task }) => task.id)] }]
}
