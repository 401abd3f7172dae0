import { createHash } from 'node:crypto'
import { canonicalJson, type Compiled, type ProcessTask, type ReviewTask } from '@vodflow/core'
import type { PlanOptions, Recipe, Recipes } from '@vodflow/engine'
import type { Capabilities, FfmpegInspection, InspectedPart, SourceIdentity } from '../inspection.ts'
import { tasksOf, type Job } from './draft.ts'
import { stepOf } from './emit.ts'
import { loweredJobs } from './plan-ffmpeg.ts'
import type { Scene } from './scene.ts'

/** Raised where a result changes although the commands that make it do not: with what is done to files around them. */
const form = 1

/**
 * What each task's result is known by. The commands that would make it by itself are part of it, so no setting of an encoder can
 * change without another key, and whatever the passes make of those commands counts as the same: each way gives what was asked for.
 * Undefined for a source that is only assumed.
 */
export function recipesOf(compiled: Compiled, inspection: FfmpegInspection, options: PlanOptions): Recipes | undefined {
  const contents = inspection.parts.map(contentOf)
  if (contents.includes(undefined)) return undefined
  const content = contentDigest(contents)
  const images = new Map([...compiled.images.keys()].map((digest) => [digest, `/${digest}`]))
  // Where the source, the pictures and the programs are on this machine is no part of it.
  const parts = inspection.parts.map((part) => ('file' in part && part.file ? { ...part, file: { ...part.file, path: `/${digestOf(part.file.identity)}` } } : part))
  const nowhere = { ...inspection, parts, capabilities: { ...inspection.capabilities, program: '/ffmpeg' } }
  const { jobs, scene } = loweredJobs({ ...compiled, images }, nowhere, options)
  const build = buildDigest(scene.capabilities)
  return { content, byTask: Object.fromEntries([...jobs.values()].flatMap((job) => recipeOf(job, scene, content, build))) }
}

/** What is read, wherever it lies and whenever it was written; undefined for what is only assumed. */
function contentOf(part: InspectedPart): unknown {
  if ('gapSeconds' in part) return { gapSeconds: part.gapSeconds }
  return part.file && { file: digestOf(part.file.identity), clip: part.clip ?? null }
}

function digestOf({ sizeBytes, sha256OfEnds }: SourceIdentity): string {
  return contentDigest({ sizeBytes, sha256OfEnds })
}

function recipeOf(job: Job, scene: Scene, content: string, ffmpegBuild: string): readonly (readonly [string, Recipe])[] {
  const [task] = tasksOf(job)
  const step = stepOf(job, scene)
  if (task === undefined || step.unavailable !== undefined || isSecret(task)) return []
  const parts = {
    source: content, ffmpeg: scene.capabilities.version, ffmpegBuild, speed: scene.speed, ...(scene.imageAccuracy && { imageAccuracy: scene.imageAccuracy }),
    task: normalised(task), commands: contentDigest({ form, work: step.work }),
  }
  return [[task.id, { key: contentDigest(parts), name: task.id, parts }]]
}

/** What is encrypted has a key of its own run. */
function isSecret(task: ProcessTask | ReviewTask): boolean {
  return task.kind === 'transcode' && task.drm !== undefined
}

/** Without its names, and without what decides only whether it runs. */
function normalised(task: ProcessTask | ReviewTask): object {
  const { id: _id, inputs: _inputs, runsIf: _runsIf, kind: _kind, definition: _definition, ...rest } = task
  return rest
}

/** Two builds may have one version and differ in what they can do. */
function buildDigest({ encoders, decoders, muxers, demuxers, filters, options }: Capabilities): string {
  return contentDigest({ encoders, decoders, muxers, demuxers, filters, options }).slice(0, 12)
}

/** As `contentDigest`, which runs anywhere and therefore in JavaScript: here there is much to digest. */
function contentDigest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
