import type { ProcessTask } from '@vodflow/core'
import { checkDiagnostics } from '../diagnostics/check.ts'
import type { ResolvedAction } from '../resolved.ts'
import type { Role } from '../blame.ts'
import type { Rule } from './rule.ts'

/** Known facts only: no picture comes of a source without video, and no sound of one without audio. A remux takes what there is. */
export const sourceLacks: Rule = ({ actions }, { facts, blame }) => {
  if (facts === 'unknown') return []
  const has = { video: facts.videoStreams.length > 0, audio: facts.audioStreams.length > 0 }
  return actions.flatMap(needsOf).filter(({ stream }) => !has[stream]).map(({ stream, task, definition, span, role }) => {
    const at = blame(span, definition, role)
    return checkDiagnostics.create('source-lacks-stream', at.span, { stream, task, definition }, at.extras)
  })
}

interface Need {
  readonly stream: 'video' | 'audio'
  readonly task: ProcessTask['kind']
  readonly definition: number
  readonly span: ResolvedAction['action']['span']
  readonly role?: Role
}

const roles: { readonly [K in ResolvedAction['kind']]?: Role } = { snapshotByTimeOffset: 'snapshot', coverBySnapshot: 'snapshot', sampleSnapshot: 'lastArgument' }

function needsOf(resolved: ResolvedAction): readonly Need[] {
  if (resolved.kind === 'review') return []
  if (resolved.kind !== 'transcode') {
    const { kind, used: { definition, span } } = resolved
    const role = roles[kind]
    return [{ stream: 'video', task: kind, definition, span, ...(role && { role }) }]
  }
  return resolved.outputs.flatMap(({ definition, span, template: { video, audio } }): readonly Need[] => {
    const need = { task: 'transcode', definition, span, role: 'transcode' } as const
    // A film without sound is still a film.
    return video ? [{ ...need, stream: 'video' }] : audio ? [{ ...need, stream: 'audio' }] : []
  })
}
