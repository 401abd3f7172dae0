import { differences, isRecord } from '../diff/differences.ts'
import type { FileIdentity } from './file-identity.ts'
import type { KeptProgram, KeptTemplate, KeptText, PlanBasis } from './plan-basis.ts'

/** One thing that is not as it was when the plan was made. */
export interface Moved {
  readonly what: 'source' | 'procedure' | 'template' | 'config' | 'ffmpeg' | 'fact' | 'graph' | 'step'
  /** Of that thing: a path, a template, a dotted field. */
  readonly name: string
  /** One sentence with the old and the new. */
  readonly sentence: string
}

const since = 'since the plan was made'

export function movedSource(name: string, then: FileIdentity, now: FileIdentity | undefined): readonly Moved[] {
  if (now === undefined) return [{ what: 'source', name, sentence: `the source '${name}' is gone ${since}: ${bytes(then.sizeBytes)} then, nothing that can be read now` }]
  const parts = identityChanges(then, now)
  return parts.length === 0 ? [] : [{ what: 'source', name, sentence: `the source '${name}' has changed ${since}: ${parts.join('; ')}` }]
}

export function movedProgram(then: KeptProgram, now: KeptProgram | undefined): readonly Moved[] {
  const of = (sentence: string): readonly Moved[] => [{ what: 'ffmpeg', name: then.program, sentence }]
  if (then.identity === undefined) return of(`the plan was made without an ffmpeg, for what version ${then.version} can do; plan again with the one that is to run it`)
  if (now === undefined) return of(`ffmpeg is gone ${since}: '${then.program}' (${then.version}) then, none now`)
  const parts = [
    ...(then.program === now.program ? [] : [`'${then.program}' then, '${now.program}' now`]),
    ...(then.version === now.version ? [] : [`version ${then.version} then, ${now.version} now`]),
    ...(now.identity === undefined ? ['it cannot be read now'] : identityChanges(then.identity, now.identity)),
  ]
  return parts.length === 0 ? [] : of(`ffmpeg has changed ${since}: ${parts.join('; ')}`)
}

/** What tells most comes first, and stands alone where it is enough: another size has another content. */
function identityChanges(then: FileIdentity, now: FileIdentity): readonly string[] {
  if (then.sizeBytes !== now.sizeBytes) return [`${bytes(then.sizeBytes)} then, ${now.sizeBytes.toLocaleString('en')} now`]
  const content = then.sha256OfEnds === now.sha256OfEnds
    ? changedDigest('SHA-256', then.sha256 ?? '', then.sha256 === undefined ? '' : (now.sha256 ?? ''))
    : changedDigest('SHA-256 of its first and last MiB', then.sha256OfEnds, now.sha256OfEnds)
  const time = then.mtimeMs === now.mtimeMs ? [] : [`last written ${timeText(then.mtimeMs)} then, ${timeText(now.mtimeMs)} now`]
  return [...content, ...time]
}

/** A file by the name of the old one: a call has one procedure. */
export function movedProcedures(then: readonly KeptText[], now: readonly KeptText[]): readonly Moved[] {
  return then.flatMap((old, index) => {
    const found = now[index]
    if (found?.digest === old.digest) return []
    const sentence = found === undefined
      ? `the procedure '${old.path}' is gone ${since}`
      : `the procedure '${old.path}' has changed ${since}: ${[...(found.path === old.path ? [] : [`it is '${found.path}' now`]), ...changedDigest('SHA-256', old.digest, found.digest)].join('; ')}`
    return [{ what: 'procedure', name: old.path, sentence }]
  })
}

function keyOf({ kind, definition }: KeptTemplate): string {
  return `${kind} ${definition}`
}

export function movedTemplates(then: readonly KeptTemplate[], now: readonly KeptTemplate[]): readonly Moved[] {
  const current = new Map(now.map((one) => [keyOf(one), one]))
  const known = new Set(then.map(keyOf))
  const moved = (one: KeptTemplate, words: string): Moved =>
    ({ what: 'template', name: keyOf(one), sentence: `the template ${keyOf(one)} ('${one.path}') ${words}` })
  return [
    ...then.flatMap((old) => {
      const found = current.get(keyOf(old))
      if (found === undefined) return [moved(old, `is gone ${since}`)]
      return found.digest === old.digest ? [] : [moved(found, `has changed ${since}: ${changedDigest('SHA-256', old.digest, found.digest).join('')}`)]
    }),
    ...now.filter((one) => !known.has(keyOf(one))).map((one) => moved(one, `was not there when the plan was made`)),
  ]
}

export function movedConfig(then: PlanBasis['config'], now: PlanBasis['config']): readonly Moved[] {
  return differences(then, now).map(({ path, old, new: found }) => {
    const name = path.join('.')
    return { what: 'config', name, sentence: `the config has changed ${since}: '${name}' was ${valueText(old)} then, is ${valueText(found)} now` }
  })
}

/** Facts are measured and assumptions are written: a number is the same to a millionth. */
export function toMillionths(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6
  if (Array.isArray(value)) return value.map(toMillionths)
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toMillionths(member)])) : value
}

/** An assumed source, and the one that is given in its place. */
export function differentFacts(assumed: object, found: object): readonly Moved[] {
  return differences(toMillionths(assumed), toMillionths(found)).map(({ path, old, new: real }) => {
    const name = path.join('.')
    return { what: 'fact', name, sentence: `the source is not what the plan assumes: '${name}' is ${valueText(real)}, and was assumed to be ${valueText(old)}` }
  })
}

function valueText(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value)
}

function changedDigest(name: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`${name} ${then.slice(0, 12)}… then, ${now.slice(0, 12)}… now`]
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} bytes`
}

function timeText(ms: number): string {
  const date = new Date(ms)
  // A plan may come from anywhere, so a time need not be one that can be.
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString()
}
