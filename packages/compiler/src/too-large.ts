import type { Diagnostic, Procedure, SourceSpan } from '@vodflow/core'
import type { BlameFor } from './blame.ts'
import { checkDiagnostics } from './diagnostics/check.ts'

const actionLimit = 256
const definitionLimit = 256
const watermarkLimit = 16
const offsetLimit = 1024

/** Looked at before anything else, so that no procedure can make the compiler, or its messages, grow without bound. */
export function tooLarge(procedure: Procedure, callSpan: SourceSpan, blame: BlameFor): Diagnostic | undefined {
  if (procedure.actions.length > actionLimit) {
    return refuse(blame(procedure.actions[actionLimit]?.span ?? callSpan).span, procedure.actions.length, actionLimit, 'actions in one procedure')
  }
  for (const action of procedure.actions) {
    const { span } = blame(action.span)
    if (action.kind === 'transcode') {
      if (action.definitions.length > definitionLimit) return refuse(span, action.definitions.length, definitionLimit, 'templates in one transcode')
      if (action.watermarks.length > watermarkLimit) return refuse(span, action.watermarks.length, watermarkLimit, 'watermarks in one transcode')
    }
    if (action.kind === 'snapshotByTimeOffset' && action.timeOffset.length > offsetLimit) {
      return refuse(span, action.timeOffset.length, offsetLimit, 'time offsets in one action')
    }
  }
  return undefined
}

function refuse(span: SourceSpan, found: number, limit: number, what: string): Diagnostic {
  return checkDiagnostics.create('too-many-actions', span, { found, limit, what })
}
