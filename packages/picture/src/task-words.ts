import { templateWords, type Task } from '@vodflow/core'

/** More offsets than this are counted, not listed. */
const offsetsShown = 4

/** What a task does, a phrase each: its template in the words of `vodflow templates`, then what the procedure says besides. */
export function taskWords(task: Task): readonly string[] {
  switch (task.kind) {
    case 'source':
      return ['the file to work on']
    case 'probe':
      return ['finds streams, sizes and rates']
    case 'review':
      return [templateWords('review', task.template), ...(task.template.stops ? ['can stop what follows'] : [])]
    case 'transcode':
      return [
        templateWords('transcode', task.template),
        ...task.watermarks.map(({ definition, template }) => `watermark ${definition}: ${templateWords('watermark', template)}`),
        ...(task.drm ? [`encryption ${task.drm.definition}: ${templateWords('drm', task.drm.template)}`] : []),
        ...(task.idrAlignment ? ['key frames aligned'] : []),
        ...(task.verify ? [`SSIM of ${task.verify.ssim} or more`] : []),
      ]
    case 'hlsMasterPlaylist':
      return [`one playlist over ${task.inputs.length} renditions`]
    case 'animatedGraphics':
      return [templateWords('animatedGraphics', task.template), rangeWords(task.startTime, task.endTime)]
    case 'snapshotByTimeOffset':
      return [templateWords('snapshot', task.template), offsetWords(task.timeOffset)]
    case 'coverBySnapshot':
      return [templateWords('snapshot', task.template), `at ${task.position}${task.positionType === 'Percent' ? '%' : ' s'}`]
    case 'sampleSnapshot':
      return [templateWords('sampleSnapshot', task.template)]
    case 'imageSprite':
      return [templateWords('imageSprite', task.template)]
  }
}

function rangeWords(start: number | undefined, end: number | undefined): string {
  if (start === undefined && end === undefined) return 'of the whole source'
  return `from ${start ?? 0} s to ${end === undefined ? 'the end' : `${end} s`}`
}

function offsetWords(offsets: readonly number[]): string {
  const more = offsets.length - offsetsShown
  return `at ${offsets.slice(0, offsetsShown).join(', ')} ms${more > 0 ? ` and ${more} more` : ''}`
}
