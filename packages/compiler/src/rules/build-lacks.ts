import {
  animatedGraphicsNeeds, lackingIn, lackOf, pictureNeeds, spriteNeeds, transcodeNeeds, type BuildNeed, type SourceFacts, type SourceSpan, type TemplateKind,
  type ToolBuild, type TranscodeTemplate,
} from '@vodflow/core'
import type { Role } from '../blame.ts'
import { placeOf } from '../override.ts'
import type { ResolvedAction, ResolvedTranscode, Used } from '../resolved.ts'
import { asWarning, likely, needsOf } from '../templates/beyond-build.ts'
import type { Rule } from './rule.ts'

/** A template that the ffmpeg at hand cannot make. What the file of a project's template is told of is not said of each use. */
export const buildLacks: Rule = ({ actions }, { build, facts, blame, templates }) => {
  if (build === undefined) return []
  return actions.flatMap((action) => usesOf(action, facts, build)).flatMap(({ task, kind, used, role, needs, placed }) => {
    const { definition, span } = used
    const isOwn = templates.find(kind, definition)?.from !== 'built-in'
    const known = isOwn ? lackingIn(build, needsOf(kind, definition, templates, build)) : []
    return lackingIn(build, needs).filter((need) => !known.some((one) => one.part === need.part && one.name === need.name)).map((need) => {
      const at = blame(placed?.(need) ?? span, definition, role)
      return asWarning(lackOf(build, need, `${task}.${definition}`, at.span, at.extras))
    })
  })
}

interface Use {
  /** As tasks are called. */
  readonly task: string
  readonly kind: TemplateKind
  readonly used: Used<unknown>
  readonly role?: Role
  readonly needs: readonly BuildNeed[]
  /** A better place than that of the number. */
  readonly placed?: (need: BuildNeed) => SourceSpan | undefined
}

function usesOf(action: ResolvedAction, facts: SourceFacts | 'unknown', build: ToolBuild): readonly Use[] {
  const { kind: task } = action
  switch (action.kind) {
    case 'review': return []
    case 'transcode': return usesOfTranscode(action, facts, build)
    case 'animatedGraphics': return [{ task, kind: action.kind, used: action.used, needs: animatedGraphicsNeeds(action.used.template, build) }]
    case 'snapshotByTimeOffset':
    case 'coverBySnapshot': return [{ task, kind: 'snapshot', used: action.used, role: 'snapshot', needs: pictureNeeds(action.used.template) }]
    case 'sampleSnapshot': return [{ task, kind: action.kind, used: action.used, role: 'lastArgument', needs: pictureNeeds(action.used.template) }]
    case 'imageSprite': return [{ task, kind: action.kind, used: action.used, needs: spriteNeeds(action.used.template) }]
  }
}

/** Watermarks are always of the project, so their files are told. */
function usesOfTranscode({ action: { override }, outputs }: ResolvedTranscode, facts: SourceFacts | 'unknown', build: ToolBuild): readonly Use[] {
  const placed = ({ member }: BuildNeed) => override && placeOf(override, member)?.value
  return outputs.map((used) => ({ task: 'transcode', kind: 'transcode', used, role: 'transcode', needs: transcodeNeeds(used.template, wantedOf(used.template, facts), build), placed }))
}

/** What the source does not have is not made of it. */
function wantedOf(template: TranscodeTemplate, facts: SourceFacts | 'unknown') {
  if (facts === 'unknown') return likely(template)
  return { ...likely(template), video: facts.videoStreams.length > 0, audio: facts.audioStreams.length > 0 }
}
