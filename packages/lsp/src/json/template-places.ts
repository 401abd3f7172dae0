import type { TemplateKind } from '@vodflow/core'
import type { FileKind } from '@vodflow/project'
import type { JSONPath, Node } from 'jsonc-parser'
import type { TemplateUse } from '../template-use.ts'
import { leavesOf, memberOf, textMember, treeOf } from './json-text.ts'

const kindOfAction: { readonly [action: string]: TemplateKind } = {
  transcode: 'transcode', animatedGraphics: 'animatedGraphics', snapshotByTimeOffset: 'snapshot', coverBySnapshot: 'snapshot',
  sampleSnapshot: 'sampleSnapshot', imageSprite: 'imageSprite',
}
/** The later service's names (the ProcedureTemplate shape). */
const kindOfSet: { readonly [set: string]: TemplateKind } = {
  TranscodeTaskSet: 'transcode', AnimatedGraphicTaskSet: 'animatedGraphics', SnapshotByTimeOffsetTaskSet: 'snapshot',
  CoverBySnapshotTaskSet: 'snapshot', SampleSnapshotTaskSet: 'sampleSnapshot', ImageSpriteTaskSet: 'imageSprite', WatermarkSet: 'watermark',
}
const kinds: readonly string[] = ['transcode', 'animatedGraphics', 'snapshot', 'sampleSnapshot', 'imageSprite', 'watermark', 'drm', 'review'] satisfies readonly TemplateKind[]

/** Which kind of template the number at a path is of; undefined where none stands. */
export function kindAt(fileKind: FileKind, root: Node | undefined, path: JSONPath): TemplateKind | undefined {
  const names = path.filter((segment) => typeof segment === 'string')
  switch (fileKind) {
    case 'template':
      return names.length === 1 && (names[0] === 'definition' || names[0] === 'extends') ? templateKind(root) : undefined
    case 'config':
      return names[0] === 'defaults' && (names[1] === 'transcode' || names[1] === 'watermark') ? names[1] : undefined
    case 'procedure':
      if (names[0] === 'parameters') return names[1] === 'default' && typeof path[1] === 'number' ? kindOfParameter(root, path[1]) : undefined
      return kindInProcedure(names)
    case 'calls':
    case 'test':
      return undefined
  }
}

function kindInProcedure(names: readonly string[]): TemplateKind | undefined {
  const last = names.at(-1)
  if (last === 'Definition') return kindOfSet[names.at(-2) ?? ''] ?? (/^(?:AiContentReviewTask|ReviewAudioVideoTask)$/u.test(names.at(-2) ?? '') ? 'review' : undefined)
  if (names[0] === 'review') return names.length === 2 && last === 'definition' ? 'review' : undefined
  if (names[0] !== 'process' || names.length !== 3) return undefined
  if (last === 'definition') return kindOfAction[names[1] ?? '']
  return names[1] === 'transcode' && (last === 'watermark' || last === 'drm') ? last : undefined
}

function templateKind(root: Node | undefined): TemplateKind | undefined {
  const kind = textMember(root, 'kind')
  // The list holds exactly these names.
  return kind !== undefined && kinds.includes(kind) ? (kind as TemplateKind) : undefined
}

/** What a parameter is used for, if that is one thing. */
function kindOfParameter(root: Node | undefined, index: number): TemplateKind | undefined {
  const name = textMember(memberOf(root, 'parameters')?.children?.[index], 'name')
  return name === undefined ? undefined : kindsOfParameters(root).get(name)
}

function kindsOfParameters(root: Node | undefined): ReadonlyMap<string, TemplateKind | undefined> {
  const found = new Map<string, TemplateKind | undefined>()
  for (const { path, node } of leavesOf(root)) {
    if (path.at(-1) !== 'param' || typeof node.value !== 'string') continue
    const kind = kindInProcedure(path.slice(0, -1).filter((segment) => typeof segment === 'string'))
    if (kind) found.set(node.value, found.has(node.value) && found.get(node.value) !== kind ? undefined : kind)
  }
  return found
}

/** Every template's number in a text. */
export function jsonUses(fileKind: FileKind, text: string): readonly TemplateUse[] {
  const root = treeOf(text)
  return leavesOf(root).flatMap(({ path, node }) => {
    if (node.type !== 'number' || !Number.isInteger(node.value)) return []
    const kind = kindAt(fileKind, root, path)
    const role = fileKind === 'template' && path[0] === 'definition' ? 'names' : 'uses'
    return kind ? [{ kind, definition: Number(node.value), start: node.offset, end: node.offset + node.length, role }] : []
  })
}

export interface JsonParameter {
  readonly name: string
  readonly type?: string
  readonly description?: string
  readonly kind?: TemplateKind
  readonly start: number
  readonly end: number
}

/** The parameters that a procedure declares, in the order of a call's arguments. */
export function jsonParameters(text: string): readonly JsonParameter[] {
  const root = treeOf(text)
  const uses = kindsOfParameters(root)
  return (memberOf(root, 'parameters')?.children ?? []).flatMap((element) => {
    const at = memberOf(element, 'name')
    const name = textMember(element, 'name')
    if (at === undefined || name === undefined) return []
    const [type, description, kind] = [textMember(element, 'type'), textMember(element, 'description'), uses.get(name)]
    return [{ name, start: at.offset, end: at.offset + at.length, ...(type !== undefined && { type }), ...(description !== undefined && { description }), ...(kind && { kind }) }]
  })
}
