import { isAbsolute, join, relative } from 'node:path'
import { fileOf, type FfmpegInspection } from '@vodflow/backend-ffmpeg'
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
  /** Of a source of one file. */
  readonly source?: FileIdentity
  /** Of each file of a source of several, in the order of its parts. */
  readonly sources?: readonly NamedIdentity[]
  readonly procedures: readonly KeptText[]
  readonly templates: readonly KeptTemplate[]
  readonly config: ProjectConfig
  /** The config's, with those of the command line. */
  readonly options: PlanOptions
  readonly ffmpeg: KeptProgram
  /** Where the images of the graph's watermarks were, by their SHA-256. */
  readonly images: { readonly [digest: string]: string }
}

export interface NamedIdentity extends FileIdentity {
  /** Absolute. */
  readonly path: string
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
  const { parts, capabilities } = inspection
  const files = await Promise.all(filesInspected(parts).map(({ path, identity }) => wholeIdentity(path, identity, full)))
  return {
    madeBy: version,
    project: { folder, from: placeInside(folder, cwd) },
    ...identitiesOf(files),
    procedures: request.procedures.map(({ path, digest }) => ({ path, digest })),
    templates: keptTemplates(request.templates),
    config: request.config,
    options: request.options,
    ffmpeg: await keptProgram(capabilities),
    images: Object.fromEntries(compiled.images),
  }
}

/** Each file once. */
function filesInspected(parts: FfmpegInspection['parts']): readonly NonNullable<ReturnType<typeof fileOf>>[] {
  const files = new Map(parts.flatMap((part) => { const file = fileOf(part); return file ? [[file.path, file] as const] : [] }))
  return [...files.values()]
}

async function wholeIdentity(path: string, identity: SourceIdentity, full: boolean): Promise<NamedIdentity> {
  const whole = full ? await identifyFile(path, true) : undefined
  return { path, ...identity, ...(whole?.sha256 !== undefined && { sha256: whole.sha256 }) }
}

function identitiesOf(files: readonly NamedIdentity[]): Pick<PlanBasis, 'source' | 'sources'> {
  const [only] = files
  if (only === undefined) return {}
  const { path: _path, ...source } = only
  return files.length === 1 ? { source } : { sources: files }
}

/** What was known of each file of a plan's source. */
export function identitiesKept({ source, sources }: PlanBasis, paths: readonly string[]): readonly NamedIdentity[] {
  const [path] = paths
  return sources ?? (source && path !== undefined ? [{ path, ...source }] : [])
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
