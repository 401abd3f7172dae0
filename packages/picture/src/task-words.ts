import { templateWords, type AskedClip, type SourceTask, type Task } from '@vodflow/core'

/** More offsets than this are counted, not listed. */
const offsetsShown = 4

/** What a task does, a phrase each: its template in the words of `vodflow templates`, then what the procedure says besides. */
export function taskWords(task: Task): readonly string[] {
  switch (task.kind) {
    case 'source':
      return sourceWords(task)
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

function sourceWords({ form, clips = [], keep }: SourceTask): readonly string[] {
  const [clip] = clips
  return [...filmWords(form, clips.length, clip), ...(keep ? ['kept as one more output'] : [])]
}

function filmWords(form: SourceTask['form'], parts: number, clip: AskedClip | undefined): readonly string[] {
  switch (form) {
    case 'file':
      return clip ? ['a clip of a file', clipWords(clip)] : ['the file to work on']
    case 'pullFile':
      return ['a file that is fetched', ...(clip ? [clipWords(clip)] : [])]
    case 'multiFile':
      return [`${parts} files, joined`]
    default:
      return [parts === 1 ? 'a recorded interval' : `${parts} recorded intervals, joined`]
  }
}

function clipWords({ start, end }: AskedClip): string {
  return `from ${start === undefined ? 'its start' : timeWords(start)} to ${end === undefined ? 'its end' : timeWords(end)}`
}

function timeWords(at: number): string {
  return at < 0 ? `${-at} s before its end` : `${at} s`
}

function rangeWords(start: number | undefined, end: number | undefined): string {
  if (start === undefined && end === undefined) return 'of the whole source'
  return `from ${start ?? 0} s to ${end === undefined ? 'the end' : `${end} s`}`
}

function offsetWords(offsets: readonly number[]): string {
  const more = offsets.length - offsetsShown
  return `at ${offsets.slice(0, offsetsShown).join(', ')} ms${more > 0 ? ` and ${more} more` : ''}`
}
