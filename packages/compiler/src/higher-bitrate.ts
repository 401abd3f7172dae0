import type { Diagnostic, SourceFacts, SourceSpan, TranscodeTemplate } from '@vodflow/core'
import type { BlameFor } from './blame.ts'
import { checkDiagnostics } from './diagnostics/check.ts'
import type { Used } from './resolved.ts'

export interface Kept {
  readonly outputs: readonly Used<TranscodeTemplate>[]
  readonly diagnostics: readonly Diagnostic[]
}

/** `disableHigherBitrate`: templates whose video bit rate is above the source's are left out (templates.md §11). */
export function dropHigherBitrates(
  outputs: readonly Used<TranscodeTemplate>[],
  actionSpan: SourceSpan,
  facts: SourceFacts | 'unknown',
  blame: BlameFor,
): Kept {
  const comparable = outputs.find(({ template }) => bitrateOf(template) > 0)
  if (comparable === undefined) return { outputs, diagnostics: [] }
  if (facts === 'unknown') {
    const { span, extras } = blame(comparable.span, comparable.definition, 'transcode')
    const params = { definition: comparable.definition, bitrateKbps: bitrateOf(comparable.template) }
    return { outputs, diagnostics: [checkDiagnostics.create('needs-facts', span, params, extras)] }
  }
  const sourceKbps = sourceBitrate(facts)
  // A source of which not even the size tells a bit rate gives nothing to compare with.
  const kept = sourceKbps > 0 ? outputs.filter(({ template }) => bitrateOf(template) <= sourceKbps) : outputs
  if (kept.length > 0) return { outputs: kept, diagnostics: [] }
  const { span, extras } = blame(actionSpan)
  const definitions = outputs.map(({ definition }) => definition)
  return { outputs: [], diagnostics: [checkDiagnostics.create('all-templates-dropped', span, { sourceKbps, definitions }, extras)] }
}

/** Of the video, since that is what a template's bit rate is for; of the whole file where the stream does not say. */
function sourceBitrate(facts: SourceFacts): number {
  const [video] = facts.videoStreams
  return video && video.bitrateKbps > 0 ? video.bitrateKbps : facts.bitrateKbps
}

/** Without its sign, which only says what happens to a template that is kept. */
function bitrateOf(template: TranscodeTemplate): number {
  return Math.abs(template.video?.bitrate ?? 0)
}
