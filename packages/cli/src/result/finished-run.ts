import type { AnimatedGraphicsTask, DrmTemplate, ProcessTask, SourceFacts } from '@vodflow/core'
import { isProcessTask, rationalValue } from '@vodflow/core'
import { faultOf, sentenceOf, shownUrl, type Artifact, type MediaSummary, type Problem, type RunReport, type TaskReport } from '@vodflow/engine'
import type { DrmInfo, Failure, FinishedRun, FinishedTask, MadeMedia, MadeReview, MeasuredMedia, TaskState } from '@vodflow/vod-api'

/** Our run in the words of the wire: the one place where the two meet. */
export function finishedRun(report: RunReport): FinishedRun {
  const drm = drmOf(report)
  return {
    fileId: report.request.fileId ?? report.key?.fileId ?? '',
    interrupted: report.cancelled || report.waiting,
    ...(report.facts && { source: measuredSource(report.facts) }),
    ...failureBesideTasks(report),
    ...(drm && { drm }),
    reviews: report.tasks.flatMap(({ task, state }) => (task.kind === 'review' ? [{ definition: task.definition, state: reviewState(state) }] : [])),
    tasks: [...pullOf(report), ...report.tasks.flatMap((entry) => (isProcessTask(entry.task) ? [finishedTask(entry.task, entry.state, report.facts)] : []))],
  }
}

/** What no task says: why there are none, or why what they made was not published. */
function failureBesideTasks(report: RunReport): Pick<FinishedRun, 'failure'> {
  const { problems: [problem], published } = report
  if (problem !== undefined) return { failure: failureOf(problem) }
  return published?.ok === false ? { failure: { fault: 'system', message: `publishing failed: ${sentenceOf(published.failure)}` } } : keptFailure(report)
}

/** The wire has no task for a source that is kept, so its failure is the whole's. */
function keptFailure({ tasks }: RunReport): Pick<FinishedRun, 'failure'> {
  const state = tasks.find(({ task }) => task.kind === 'source')?.state
  return state?.status === 'failed' ? { failure: { fault: faultOf(state.failure) === 'source' ? 'source' : 'system', message: sentenceOf(state.failure) } } : {}
}

/** A `run/…` is this machine's fault; all else that a source is refused for is its own. */
function failureOf({ code, message }: Problem): Failure {
  return { fault: code.startsWith('run/') ? 'system' : 'source', message }
}

function pullOf({ request: { source }, pulled, problems: [problem] }: RunReport): readonly FinishedTask[] {
  if (source.form !== 'pullFile') return []
  const input = { url: shownUrl(source.url), fileName: source.fileName ?? '', md5: source.md5 ?? '' }
  // On this side of a service a file has no id, and no address once it is used up.
  if (pulled !== undefined) return [{ taskType: 'PullFile', input, state: { is: 'done', made: { fileId: '', sizeBytes: pulled.identity.sizeBytes, url: '' } } }]
  return [{ taskType: 'PullFile', input, state: problem === undefined ? { is: 'unfinished' } : { is: 'failed', failure: failureOf(problem) } }]
}

function finishedTask(task: ProcessTask, state: TaskReport['state'], facts: SourceFacts | undefined): FinishedTask {
  const stateOf = <Made>(made: (artifacts: readonly Artifact[]) => Made) => wireState(state, made)
  switch (task.kind) {
    case 'transcode':
      return { taskType: 'Transcode', input: { definition: task.definition, watermark: task.watermarks.length > 0 ? 1 : 0 }, state: stateOf(madeMedia) }
    case 'hlsMasterPlaylist':
      return { taskType: 'Transcode', input: { definition: task.definition, watermark: 0 }, state: stateOf(madeMedia) }
    case 'animatedGraphics':
      return { taskType: 'AnimatedGraphics', input: animatedInput(task, facts), state: stateOf(madeMedia) }
    case 'snapshotByTimeOffset':
      return { taskType: 'SnapshotByTimeOffset', input: { definition: task.definition, timeOffset: task.timeOffset }, state: stateOf(madeSnapshots) }
    case 'coverBySnapshot': {
      const { definition, positionType, position } = task
      return { taskType: 'CoverBySnapshot', input: { definition, positionType, position }, state: stateOf(madeImages) }
    }
    case 'sampleSnapshot':
      return { taskType: 'SampleSnapshot', input: { definition: task.definition }, state: stateOf(madeImages) }
    case 'imageSprite':
      return { taskType: 'ImageSprites', input: { definition: task.definition }, state: stateOf(madeSprite) }
  }
}

function reviewState(state: TaskReport['state']): TaskState<MadeReview> {
  if (state.status !== 'done') return wireState(state, () => noReview)
  const { suggestion = 'pass', findings } = state
  const segments = (findings?.segments ?? []).map(({ path, ...segment }) => ({ ...segment, url: path }))
  return { is: 'done', made: { confidence: findings?.confidence ?? 0, suggestion, segments } }
}

const noReview: MadeReview = { confidence: 0, suggestion: 'pass', segments: [] }

function wireState<Made>(state: TaskReport['state'], made: (artifacts: readonly Artifact[]) => Made): TaskState<Made> {
  switch (state.status) {
    case 'done':
      return { is: 'done', made: made(state.artifacts) }
    case 'failed':
      return { is: 'failed', failure: { fault: faultOf(state.failure) === 'source' ? 'source' : 'system', message: sentenceOf(state.failure) } }
    case 'skipped':
      return { is: 'skipped' }
    default:
      return { is: 'unfinished' }
  }
}

/** Where nothing was asked for: the whole source. */
function animatedInput(task: AnimatedGraphicsTask, facts: SourceFacts | undefined) {
  const { definition, startTime = 0, endTime = Math.round(facts?.durationSeconds ?? 0) } = task
  return { definition, startTime, endTime }
}

function madeMedia(artifacts: readonly Artifact[]): MadeMedia {
  const main = artifacts.find(({ media }) => media !== undefined) ?? artifacts[0]
  const sizeBytes = artifacts.reduce((sum, artifact) => sum + artifact.sizeBytes, 0)
  return { url: main?.path ?? '', media: measured(main?.media, sizeBytes, main?.md5 ?? '') }
}

function measured(media: MediaSummary | undefined, sizeBytes: number, md5: string): MeasuredMedia {
  return {
    sizeBytes,
    md5,
    container: media?.container ?? '',
    bitrateKbps: media?.bitrateKbps ?? 0,
    durationSeconds: media?.durationSeconds ?? 0,
    videoStreams: media?.videoStreams ?? [],
    audioStreams: media?.audioStreams ?? [],
  }
}

function madeImages(artifacts: readonly Artifact[]) {
  return { urls: imagesOf(artifacts).map(({ path }) => path) }
}

function madeSnapshots(artifacts: readonly Artifact[]) {
  return { images: imagesOf(artifacts).map(({ path, atMs = 0 }) => ({ timeOffsetMs: atMs, url: path })) }
}

function madeSprite(artifacts: readonly Artifact[]) {
  const sheets = imagesOf(artifacts)
  return {
    tileCount: Math.max(0, ...sheets.map(({ media }) => media?.tileCount ?? 0)),
    urls: sheets.map(({ path }) => path),
    webVttUrl: artifacts.find(({ role }) => role === 'vtt')?.path ?? '',
  }
}

function imagesOf(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(({ role }) => role === 'image')
}

function measuredSource(facts: SourceFacts): MeasuredMedia {
  return {
    sizeBytes: facts.sizeBytes,
    container: facts.container,
    bitrateKbps: facts.bitrateKbps,
    md5: facts.md5,
    durationSeconds: facts.durationSeconds,
    videoStreams: facts.videoStreams.map(({ codec, width, height, frameRate, bitrateKbps }) => ({ codec, width, height, fps: rationalValue(frameRate), bitrateKbps })),
    audioStreams: facts.audioStreams.map(({ codec, samplingRate, bitrateKbps }) => ({ codec, samplingRate, bitrateKbps })),
  }
}

function drmOf({ graph, key }: RunReport): DrmInfo | undefined {
  const protectedTask = graph?.tasks.find((task) => task.kind === 'transcode' && task.drm !== undefined)
  if (protectedTask?.kind !== 'transcode' || protectedTask.drm === undefined) return undefined
  const { definition, template }: { readonly definition: number; readonly template: DrmTemplate } = protectedTask.drm
  return { definition, keySource: template.keySource, getKeyUrl: template.getKeyUrl, edkList: key ? [key.edk] : [] }
}
