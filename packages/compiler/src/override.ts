import type { Diagnostic, Fix, LocatedOverride, MemberPlace, SourceSpan, TranscodeTemplate } from '@vodflow/core'
import type { BlameFor } from './blame.ts'
import { checkDiagnostics } from './diagnostics/check.ts'
import { isWireBody, mergeBodies } from './templates/merge.ts'
import type { WireBody } from './templates/project-template.ts'
import { problemsOfOwn, readBody, type BodyProblem } from './templates/read-body.ts'
import { toWire } from './templates/wire.ts'

export interface Overridden {
  readonly template?: TranscodeTemplate
  readonly diagnostics: readonly Diagnostic[]
}

/** The template with an action's own values laid over it, under the same limits as a template's file (templates.md §10). */
export function overridden(definition: number, template: TranscodeTemplate, override: LocatedOverride, blame: BlameFor): Overridden {
  const { body, problems } = readBody('transcode', mergeBodies(toWire('transcode', template), override.value))
  const own = problemsOfOwn(problems, (path) => writes(override.value, path))
  if (own.length === 0) return { template: body, diagnostics: [] }
  return { diagnostics: own.map((problem) => diagnosticOf(definition, problem, override, blame)) }
}

function diagnosticOf(definition: number, problem: BodyProblem, override: LocatedOverride, blame: BlameFor): Diagnostic {
  const place = problem.paths.flatMap((path) => placeOf(override, path) ?? [])[0]
  const isKey = problem.code === 'unknown-property'
  const { span, extras } = blame((isKey ? place?.key : place?.value) ?? holderOf(override, problem.paths) ?? override.span)
  const fixes = isKey && place ? renaming(place.key, problem.near ?? []) : []
  return checkDiagnostics.create('bad-override', span, { definition, text: problem.text }, { ...extras, ...(fixes.length > 0 && { fixes }) })
}

/** Where a member of it was written, in languages that know. */
export function placeOf({ places = [] }: LocatedOverride, path: readonly string[]): MemberPlace | undefined {
  return places.find((place) => place.path.length === path.length && place.path.every((name, at) => name === path[at]))
}

/** What is missing is missing in the member that would hold it. */
function holderOf(override: LocatedOverride, paths: BodyProblem['paths']): SourceSpan | undefined {
  const holder = paths[0]?.slice(0, -1) ?? []
  return holder.length > 0 ? placeOf(override, holder)?.key : undefined
}

/** Only where one name is near. */
function renaming(key: SourceSpan, near: readonly string[]): readonly Fix[] {
  const [name, ...others] = near
  if (name === undefined || others.length > 0) return []
  return [{ title: `rename it to '${name}'`, edits: [{ span: key, text: JSON.stringify(name) }] }]
}

function writes(body: WireBody, path: readonly string[]): boolean {
  return memberOf(body, path) !== undefined
}

export function memberOf(body: WireBody, path: readonly string[]): unknown {
  let value: unknown = body
  for (const name of path) {
    if (!isWireBody(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}
