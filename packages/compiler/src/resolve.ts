import {
  assertNever, type Action, type Diagnostic, type DrmTemplate, type Located, type Procedure, type SourceSpan, type TemplateBodies,
  type TemplateKind, type TranscodeAction, type TranscodeTemplate, type WatermarkTemplate,
} from '@vodflow/core'
import { blameFor, type BlameFor, type Role } from './blame.ts'
import type { CompileContext } from './context.ts'
import { templateDiagnostics } from './diagnostics/template.ts'
import { dropHigherBitrates } from './higher-bitrate.ts'
import { overridden } from './override.ts'
import type { ResolvedAction, ResolvedProcedure, ResolvedTranscode, Used } from './resolved.ts'
import { nearDefinitions } from './templates/near-definitions.ts'

/** What the transcode definition 1 means in a project that does not say (design.md §4). */
const fallbackTranscodes = [10, 20, 30]

export interface Resolution {
  /** Without the actions that could not be resolved: there is an error for each. */
  readonly procedure: ResolvedProcedure
  readonly diagnostics: readonly Diagnostic[]
}

/** Looks up every template, expands the definition 1, lays overrides over templates and drops what is above the source. */
export function resolveProcedure(procedure: Procedure, context: CompileContext): Resolution {
  const diagnostics: Diagnostic[] = []
  const resolver = new Resolver(context, diagnostics)
  const actions = procedure.actions.flatMap((action) => resolver.action(action) ?? [])
  return { procedure: { priority: procedure.priority, actions }, diagnostics }
}

class Resolver {
  private readonly context: CompileContext
  private readonly diagnostics: Diagnostic[]
  private readonly blame: BlameFor

  constructor(context: CompileContext, diagnostics: Diagnostic[]) {
    this.context = context
    this.diagnostics = diagnostics
    this.blame = blameFor(context)
  }

  action(action: Action): ResolvedAction | undefined {
    switch (action.kind) {
      case 'transcode':
        return this.transcode(action)
      case 'review': {
        const used = this.find('review', action.definition, 'lastArgument')
        return used && { kind: action.kind, action, used }
      }
      case 'animatedGraphics': {
        const used = this.find('animatedGraphics', action.definition)
        return used && { kind: action.kind, action, used }
      }
      case 'snapshotByTimeOffset': {
        const used = this.find('snapshot', action.definition, 'snapshot')
        return used && { kind: action.kind, action, used }
      }
      case 'coverBySnapshot': {
        const used = this.find('snapshot', action.definition, 'snapshot')
        return used && { kind: action.kind, action, used }
      }
      case 'sampleSnapshot': {
        const used = this.find('sampleSnapshot', action.definition, 'lastArgument')
        return used && { kind: action.kind, action, used }
      }
      case 'imageSprite': {
        const used = this.find('imageSprite', action.definition)
        return used && { kind: action.kind, action, used }
      }
      default:
        return assertNever(action)
    }
  }

  private transcode(action: TranscodeAction): ResolvedTranscode {
    const all = this.expanded(action.definitions).flatMap((definition) => this.output(definition, action) ?? [])
    const kept = action.disableHigherBitrate ? dropHigherBitrates(all, action.span, this.context.facts, this.blame) : { outputs: all, diagnostics: [] }
    this.diagnostics.push(...kept.diagnostics)
    const watermarks = distinct(action.watermarks).flatMap((definition) => this.watermark(definition) ?? [])
    const drm: Used<DrmTemplate> | undefined = action.drm && this.find('drm', action.drm)
    return { kind: 'transcode', action, outputs: kept.outputs, watermarks, ...(drm && { drm }) }
  }

  private output(definition: Located<number>, action: TranscodeAction): Used<TranscodeTemplate> | undefined {
    const used = this.find('transcode', definition, 'transcode')
    if (!used || action.override === undefined) return used
    const { template, diagnostics } = overridden(used.definition, used.template, action.override, this.blame)
    this.diagnostics.push(...diagnostics)
    return template && { ...used, template }
  }

  /** Each definition once (presets.md §4.2), 1 replaced by what it stands for. */
  private expanded(definitions: readonly Located<number>[]): readonly Located<number>[] {
    return distinct(definitions.flatMap((definition) => (definition.value === 1 ? this.defaultTranscodes(definition.span) : [definition])))
  }

  private defaultTranscodes(span: SourceSpan): readonly Located<number>[] {
    const defaults = this.context.config.defaults.transcode
    if (defaults === undefined) {
      const at = this.blame(span, 1, 'transcode')
      this.guess(templateDiagnostics.create('no-default-transcode', at.span, undefined, at.extras))
    }
    return (defaults ?? fallbackTranscodes).map((value) => ({ value, span }))
  }

  private watermark(definition: Located<number>): Used<WatermarkTemplate> | undefined {
    if (definition.value !== 1) return this.find('watermark', definition, 'watermark')
    const value = this.context.config.defaults.watermark
    if (value !== undefined) return this.find('watermark', { value, span: definition.span }, 'watermark', 1)
    const at = this.blame(definition.span, 1, 'watermark')
    this.diagnostics.push(templateDiagnostics.create('no-default-watermark', at.span, undefined, at.extras))
    return undefined
  }

  /** `written` is what stands in the text where the definition came from a default. */
  private find<K extends TemplateKind>(kind: K, definition: Located<number>, role?: Role, written = definition.value): Used<TemplateBodies[K]> | undefined {
    const { value, span } = definition
    const found = this.context.templates.find(kind, value)
    if (found) return { definition: value, template: found.body, span }
    const all = this.context.templates.all()
    const elsewhere = all.filter((template) => template.definition === value).map((template) => template.kind)
    const params = { kind, definition: value, near: nearDefinitions(kind, value, all), elsewhere, hint: hints[kind] ?? '' }
    const at = this.blame(span, written, role)
    this.diagnostics.push(templateDiagnostics.create('unknown', at.span, params, at.extras))
    return undefined
  }

  private guess(diagnostic: Diagnostic): void {
    this.diagnostics.push(this.context.strict ? { ...diagnostic, severity: 'error' } : diagnostic)
  }
}

/** templates.md §6, §7: these kinds have no presets. */
const hints: { readonly [K in TemplateKind]?: string } = {
  watermark: '; no watermark is built in, so it must come from the templates of the project',
  drm: '; no encryption is built in, so it must come from the templates of the project',
}

function distinct(definitions: readonly Located<number>[]): readonly Located<number>[] {
  const seen = new Set<number>()
  return definitions.filter(({ value }) => !seen.has(value) && seen.add(value))
}
