import { isAbsolute, join, relative } from 'node:path'
import type { FfmpegInspection } from '@vodflow/backend-ffmpeg'
import { contentDigest, type Compiled, type ProjectConfig, type Template, type TemplateKind } from '@vodflow/core'
import { identifySource, type PlanOptions, type RunRequest, type SourceIdentity } from '@vodflow/engine'
import { version } from '../version.ts'
import { identifyFile, type FileIdentity } from './file-identity.ts'

/** All that a plan was made from, by digest: no text of a procedure or a template is in it. Plain JSON. */
export interface PlanBasis {
  /** The vodflow that made it. */
  readonly madeBy: string
  /** Paths in calls are relative to `from`, which is relative to `folder` where it lies inside: so a project can be moved. */
  readonly project: { readonly folder: string; readonly from: string }
  /** Absent for an assumed source. */
  readonly source?: FileIdentity
  readonly procedures: readonly KeptText[]
  readonly templates: readonly KeptTemplate[]
  readonly config: ProjectConfig
  /** The config's, with those of the command line. */
  readonly options: PlanOptions
  readonly ffmpeg: KeptProgram
  /** Where the images of the graph's watermarks were, by their SHA-256. */
  readonly images: { readonly [digest: string]: string }
}

export interface KeptText {
  readonly path: string
  /** SHA-256 of the text. */
  readonly digest: string
}

export interface KeptTemplate extends KeptText {
  readonly kind: TemplateKind
  readonly definition: number
}

/** `identity` is absent for a build that is not there: an assumed source was planned for what a complete one can do. */
export interface KeptProgram {
  readonly program: string
  readonly version: string
  readonly identity?: SourceIdentity
}

export interface BasisParts {
  readonly folder: string
  readonly cwd: string
  readonly request: RunRequest
  readonly inspection: FfmpegInspection
  readonly compiled: Compiled
  /** Hash all of the source, not only its ends. */
  readonly full: boolean
}

/** What is wrong with `--identity`. */
export function problemOfIdentity(identity: string | undefined): string | undefined {
  return identity === undefined || identity === 'full' ? undefined : `--identity is '${identity}'; it can be 'full', which hashes all of the source`
}

export async function planBasis({ folder, cwd, request, inspection, compiled, full }: BasisParts): Promise<PlanBasis> {
  const { source, capabilities } = inspection
  const whole = source && full ? await identifyFile(source.path, true) : undefined
  const identity = source && { ...source.identity, ...(whole?.sha256 !== undefined && { sha256: whole.sha256 }) }
  return {
    madeBy: version,
    project: { folder, from: placeInside(folder, cwd) },
    ...(identity && { source: identity }),
    procedures: request.procedures.map(({ path, digest }) => ({ path, digest })),
    templates: keptTemplates(request.templates),
    config: request.config,
    options: request.options,
    ffmpeg: await keptProgram(capabilities),
    images: Object.fromEntries(compiled.images),
  }
}

export async function keptProgram({ program, version: build }: { readonly program: string; readonly version: string }): Promise<KeptProgram> {
  const identity = isAbsolute(program) ? await identifySource(program) : undefined
  return { program, version: build, ...(identity && { identity }) }
}

/** By what they say; the folder they lie in may be another one later. */
export function keptTemplates(files: RunRequest['templates']): readonly KeptTemplate[] {
  return files.map(({ text }) => {
    // The project wrote this text from such an object.
    const { from, ...said } = JSON.parse(text) as Template
    return { kind: said.kind, definition: said.definition, path: from === 'built-in' ? from : from.path, digest: contentDigest(said) }
  })
}

/** Relative where it lies inside (`` for the folder itself), else absolute. */
export function placeInside(folder: string, path: string): string {
  const way = relative(folder, path)
  return way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way) ? path : way
}

/** What `placeInside` gave, in a folder that may be another one now. */
export function placeFrom(folder: string, place: string): string {
  return isAbsolute(place) ? place : join(folder, place)
}
