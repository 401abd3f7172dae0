import type { Diagnostic, Located, TemplateOverride, TranscodeTemplate } from '@vodflow/core'
import type { BlameFor } from './blame.ts'
import { checkDiagnostics } from './diagnostics/check.ts'
import { isWireBody, mergeBodies } from './templates/merge.ts'
import type { WireBody } from './templates/project-template.ts'
import { problemsOfOwn, readBody } from './templates/read-body.ts'
import { toWire } from './templates/wire.ts'

export interface Overridden {
  readonly template?: TranscodeTemplate
  readonly diagnostics: readonly Diagnostic[]
}

/** The template with an action's own values laid over it, under the same limits as a template's file (templates.md §10). */
export function overridden(definition: number, template: TranscodeTemplate, override: Located<TemplateOverride>, blame: BlameFor): Overridden {
  const { body, problems } = readBody('transcode', mergeBodies(toWire('transcode', template), override.value))
  const own = problemsOfOwn(problems, (path) => writes(override.value, path))
  if (own.length === 0) return { template: body, diagnostics: [] }
  const { span, extras } = blame(override.span)
  return { diagnostics: own.map(({ text }) => checkDiagnostics.create('bad-override', span, { definition, text }, extras)) }
}

function writes(body: WireBody, path: readonly string[]): boolean {
  let value: unknown = body
  for (const name of path) {
    if (!isWireBody(value) || !Object.hasOwn(value, name)) return false
    value = value[name]
  }
  return true
}
