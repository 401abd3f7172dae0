import type { Diagnostic } from '@vodflow/core'
import { jsonDiagnostics } from '../diagnostics.ts'
import { quotedList, type Cursor } from '../document/index.ts'

const remove = 'remove it, or set it to null'
const clip = 'clip the source instead'
const imageOnly = 'a watermark is an image that lasts as long as the video'
const transcodesOnly = 'a watermark is drawn in transcodes only'

const ofRoot = {
  AiAnalysisTask: remove, AiRecognitionTask: remove, AiRecognitionTaskSet: remove, MiniProgramPublishTask: remove, ImportMediaKnowledgeTaskSet: remove,
}
const ofMedia = { AdaptiveDynamicStreamingTaskSet: 'transcode to HLS templates such as 210 and 220 instead' }
const ofTranscode = {
  MosaicSet: remove, HeadTailSet: remove, SubtitleInfoSet: remove, TraceWatermark: remove, CopyRightWatermark: remove, BlindWatermark: remove,
  StartTimeOffset: clip, EndTimeOffset: clip, OverrideParameter: "write it as 'override' of a transcode in vodflow's own form",
}
const ofWatermark = { TextContent: imageOnly, SvgContent: imageOnly, StartTimeOffset: imageOnly, EndTimeOffset: imageOnly }
const pictureSets = ['SnapshotByTimeOffsetTaskSet', 'SampleSnapshotTaskSet', 'CoverBySnapshotTaskSet']

/** Everything in the document that VOD 4.0 has no operation for: an error each, because dropping it would change the outcome. */
export function unsupportedTasks(root: Cursor): readonly Diagnostic[] {
  const media = root.get('MediaProcessTask')
  const transcodes = media?.get('TranscodeTaskSet')?.items() ?? []
  const watermarks = transcodes.flatMap((task) => task.get('WatermarkSet')?.items() ?? [])
  const pictures = pictureSets.flatMap((set) => media?.get(set)?.items() ?? [])
  return [
    ...refused(root, ofRoot),
    ...refusedCover(root.get('ReviewAudioVideoTask')),
    ...(media ? refused(media, ofMedia) : []),
    ...transcodes.flatMap((task) => refused(task, ofTranscode)),
    ...watermarks.flatMap((watermark) => refused(watermark, ofWatermark)),
    ...pictures.flatMap((task) => refused(task, { WatermarkSet: transcodesOnly })),
  ]
}

function refused(object: Cursor, instead: { readonly [name: string]: string }): readonly Diagnostic[] {
  return Object.entries(instead).flatMap(([name, advice]) => {
    const member = object.get(name)
    return member === undefined || isNothing(member.value) ? [] : [jsonDiagnostics.create('unsupported-task', member.span, { name, instead: advice })]
  })
}

function refusedCover(task: Cursor | undefined): readonly Diagnostic[] {
  const covers = task?.get('ReviewContents')?.items().filter(({ value }) => value === 'Cover') ?? []
  const instead = `only ${quotedList(['Media'], 'and')} is reviewed`
  return covers.map(({ span }) => jsonDiagnostics.create('unsupported-task', span, { name: 'Cover', instead }))
}

function isNothing(value: unknown): boolean {
  return value === 0 || value === '' || (Array.isArray(value) && value.length === 0)
}
