import { basename, dirname } from 'node:path'
import { parse } from 'jsonc-parser'
import { bracketDepth } from '../bracket-depth.ts'
import { configName } from '../config/project-folder.ts'
import { isInside } from '../templates/bounded-read.ts'

export type FileKind = 'procedure' | 'template' | 'config' | 'calls' | 'test'

/** What the end of a name says; a `.json` may be many things. */
export function kindByName(path: string): FileKind | 'json' | undefined {
  if (basename(path) === configName) return 'config'
  if (path.endsWith('.call')) return 'calls'
  if (path.endsWith('.test.json')) return 'test'
  if (path.endsWith('.lua')) return 'procedure'
  return path.endsWith('.json') ? 'json' : undefined
}

export interface Place {
  /** Absolute. */
  readonly path: string
  readonly named: boolean
  readonly procedureFolders: readonly string[]
  readonly templateFolders: readonly string[]
}

/**
 * What a file is; undefined for one that is not ours. A `.test.json` with `tests` tests a procedure. A `.lua` is a procedure, unless
 * it is an API's description (`---@meta`).
 * A `.json` that is met in a folder is ours
 * - as a template, in a template folder of its project, or if it has both `kind` and `definition`;
 * - as a procedure, where a call could name it (`Name.json` or `Name/Name.json` of a procedure folder), or if it has `process`,
 *   `review`, a list of `parameters`, a member of the ProcedureTemplate shape, or a member that holds an action;
 * and never under the names of `foreign`. One that the user named is always ours, then a procedure if in doubt.
 */
export function kindOf({ path, named, procedureFolders, templateFolders }: Place, text: string): FileKind | undefined {
  const byName = kindByName(path)
  // Other programs have test data of such names too.
  if (byName === 'test') return named || /"tests"\s*:/u.test(text) ? 'test' : undefined
  if (byName !== 'json') return byName === 'procedure' && !named && /^\uFEFF?---@meta\b/u.test(text) ? undefined : byName
  if (!named && foreign.test(basename(path))) return undefined
  if (templateFolders.some((folder) => isInside(folder, path))) return 'template'
  if (procedureFolders.some((folder) => isCallable(folder, path))) return 'procedure'
  const byContent = kindByContent(text)
  return byContent ?? (named ? 'procedure' : undefined)
}

/** Files that stand beside procedures and are none, whatever is in them. */
const foreign = /^(?:package|package-lock|tsconfig|assume|graph|plan|result)\.json$|\.schema\.json$/u

function isCallable(folder: string, path: string): boolean {
  const parent = dirname(path)
  return parent === folder || (dirname(parent) === folder && `${basename(parent)}.json` === basename(path))
}

const ofTemplateShape = ['MediaProcessTask', 'AiContentReviewTask', 'AiAnalysisTask', 'AiRecognitionTask']
const actions = ['transcode', 'animatedGraphics', 'snapshotByTimeOffset', 'coverBySnapshot', 'sampleSnapshot', 'imageSprite']

/** Beyond this, a file met in a folder is data of somebody else: the longest procedure is far shorter. */
const depthLimit = 100

function kindByContent(text: string): FileKind | undefined {
  // A damaged text is read as far as it goes.
  if (bracketDepth(text) > depthLimit) return undefined
  const value: unknown = parse(text, [], { allowTrailingComma: true })
  if (!isRecord(value) || isOfVodflow(value['format'])) return undefined
  if ('kind' in value && 'definition' in value) return 'template'
  if ('process' in value || 'review' in value || Array.isArray(value['parameters'])) return 'procedure'
  if (ofTemplateShape.some((name) => name in value)) return 'procedure'
  return Object.values(value).some((member) => isRecord(member) && actions.some((name) => name in member)) ? 'procedure' : undefined
}

/** A graph or a plan that vodflow itself wrote. */
function isOfVodflow(format: unknown): boolean {
  return typeof format === 'string' && format.startsWith('vodflow/')
}

function isRecord(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
