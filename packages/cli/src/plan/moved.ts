import type { Diagnostic, TaskGraph, TemplateKind } from '@vodflow/core'
import { movedDiagnostics, type Change } from '@vodflow/engine'
import { differences, isRecord } from '../diff/differences.ts'
import type { FileIdentity } from './file-identity.ts'
import type { KeptProgram, KeptTemplate, KeptText, PlanBasis } from './plan-basis.ts'

const gone: readonly Change[] = [{ of: 'gone' }]

export function movedSource(path: string, then: FileIdentity, now: FileIdentity | undefined): readonly Diagnostic[] {
  const changes = now === undefined ? gone : identityChanges(then, now)
  return changes.length === 0 ? [] : [movedDiagnostics.create('moved-source', undefined, { path, changes })]
}

export function movedProgram(then: KeptProgram, now: KeptProgram | undefined): readonly Diagnostic[] {
  if (then.identity === undefined) return [movedDiagnostics.create('made-without-ffmpeg', undefined, { version: then.version })]
  const changes = now === undefined ? gone : programChanges(then, then.identity, now)
  return changes.length === 0 ? [] : [movedDiagnostics.create('moved-ffmpeg', undefined, { program: then.program, changes })]
}

function programChanges(then: KeptProgram, identity: FileIdentity, now: KeptProgram): readonly Change[] {
  return [
    ...(then.program === now.program ? [] : [{ of: 'path', now: now.program } as const]),
    ...(then.version === now.version ? [] : [{ of: 'version', was: then.version, now: now.version } as const]),
    ...(now.identity === undefined ? [{ of: 'unreadable' } as const] : identityChanges(identity, now.identity)),
  ]
}

/** What tells most comes first, and stands alone where it is enough: another size has another content. */
function identityChanges(then: FileIdentity, now: FileIdentity): readonly Change[] {
  if (then.sizeBytes !== now.sizeBytes) return [{ of: 'size', was: then.sizeBytes, now: now.sizeBytes }]
  const content = then.sha256OfEnds === now.sha256OfEnds
    ? changedDigest('all', then.sha256 ?? '', then.sha256 === undefined ? '' : (now.sha256 ?? ''))
    : changedDigest('ends', then.sha256OfEnds, now.sha256OfEnds)
  const time = then.mtimeMs === now.mtimeMs ? [] : [{ of: 'written', was: timeText(then.mtimeMs), now: timeText(now.mtimeMs) } as const]
  return [...content, ...time]
}

/** A file by the name of the old one: a call has one procedure. */
export function movedProcedures(then: readonly KeptText[], now: readonly KeptText[]): readonly Diagnostic[] {
  return then.flatMap(({ path, digest }, index) => {
    const found = now[index]
    if (found?.digest === digest) return []
    const other: readonly Change[] = found === undefined || found.path === path ? [] : [{ of: 'path', now: found.path }]
    const changes = found === undefined ? gone : [...other, ...changedDigest('all', digest, found.digest)]
    return [movedDiagnostics.create('moved-procedure', undefined, { path, changes })]
  })
}

type TemplateKey = Pick<KeptTemplate, 'kind' | 'definition'>

function keyOf({ kind, definition }: TemplateKey): string {
  return `${kind} ${definition}`
}

/** Of the task kinds whose templates have another kind than the task. */
const templateKinds: Readonly<Record<string, TemplateKind>> = { snapshotByTimeOffset: 'snapshot', coverBySnapshot: 'snapshot' }

/** The keys of all templates that a graph has something of; what these extend is part of what they say. */
export function templatesUsed({ tasks }: TaskGraph): ReadonlySet<string> {
  return new Set(tasks.flatMap((task) => {
    if (!('template' in task)) return []
    const own = `${templateKinds[task.kind] ?? task.kind} ${task.definition}`
    if (task.kind !== 'transcode') return [own]
    return [own, ...task.watermarks.map(({ definition }) => `watermark ${definition}`), ...(task.drm ? [`drm ${task.drm.definition}`] : [])]
  }))
}

/** Those that the graph uses, and those that it has nothing of. */
export interface MovedTemplates {
  readonly used: readonly Diagnostic[]
  readonly others: readonly Diagnostic[]
}

export function movedTemplates(then: readonly KeptTemplate[], now: readonly KeptTemplate[], used: ReadonlySet<string>): MovedTemplates {
  const current = new Map(now.map((one) => [keyOf(one), one]))
  const known = new Set(then.map(keyOf))
  const found = [
    ...then.flatMap((old) => {
      const one = current.get(keyOf(old))
      const changes = one === undefined ? gone : changedDigest('all', old.digest, one.digest)
      return changes.length === 0 ? [] : [{ template: one ?? old, changes }]
    }),
    ...now.filter((one) => !known.has(keyOf(one))).map((template) => ({ template, changes: [{ of: 'new' }] as const })),
  ]
  const said = (isUsed: boolean) => found.filter(({ template }) => used.has(keyOf(template)) === isUsed).map(({ template: { kind, definition, path }, changes }) =>
    movedDiagnostics.create('moved-template', undefined, { kind, definition, path, changes }))
  return { used: said(true), others: said(false) }
}

export function movedConfig(then: PlanBasis['config'], now: PlanBasis['config']): readonly Diagnostic[] {
  return differences(then, now).map(({ path, old, new: found }) => movedDiagnostics.create('moved-config', undefined, { field: path.join('.'), was: old, now: found }))
}

/** Facts are measured and assumptions are written: a number is the same to a millionth. */
export function toMillionths(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6
  if (Array.isArray(value)) return value.map(toMillionths)
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toMillionths(member)])) : value
}

/** An assumed source, and the one that is given in its place. */
export function differentFacts(assumed: object, found: object): readonly Diagnostic[] {
  return differences(toMillionths(assumed), toMillionths(found)).map(({ path, old, new: real }) =>
    movedDiagnostics.create('moved-facts', undefined, { field: path.join('.'), assumed: old, found: real }))
}

function changedDigest(part: 'all' | 'ends', then: string, now: string): readonly Change[] {
  return then === now ? [] : [{ of: 'digest', part, was: then, now }]
}

function timeText(ms: number): string {
  const date = new Date(ms)
  // A plan may come from anywhere, so a time need not be one that can be.
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString()
}
