import {
  assertNever, type Action, type Diagnostic, type DrmTemplate, type Located, type Procedure, type SourceSpan, type TemplateBodies,
  type TemplateKind, type TranscodeAction, type TranscodeTemplate,
} from '@vodflow/core'
import { blameFor, type BlameFor, type Role } from './blame.ts'
import type { CompileContext } from './context.ts'
import { templateDiagnostics } from './diagnostics/template.ts'
import { dropHigherBitrates } from './higher-bitrate.ts'
import { overridden } from './override.ts'
import type { ResolvedAction, ResolvedProcedure, ResolvedTranscode, Used } from './resolved.ts'
import { unknownTemplate } from './templates/unknown.ts'

/** What the transcode definition 1 means in a project that does not say (design.md §4). */
const fallbackTranscodes = [10, 20, 30]

export interface Resolution {
  /** Without the actions that could not be resolved: there is an error for each. */
  readonly procedure: ResolvedProcedure
  readonly diagnostics: readonly Diagnostic[]
}

/** A definition as the procedure has it, or what a default puts into the place of its 1. */
interface Wanted extends Located<number> {
  readonly defaultOf?: 'defaults.transcode' | 'defaults.watermark'
}

/** Looks up every template, expands the definition 1, lays overrides over templates and drops what is above the source. */
export function resolveProcedure(procedure: Procedure, context: CompileContext): Resolution {
  const diagnostics: Diagnostic[] = []
  const resolver = new Resolver(context, diagnostics)
  const actions = procedure.actions.flatMap((action) => resolver.action(action) ?? [])
  const gated = procedure.actions.filter(({ kind }) => kind !== 'review').length
  return { procedure: { priority: procedure.priority, actions, gated }, diagnostics }
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
    const meant = action.watermarks.flatMap((definition) => this.meantWatermark(definition) ?? [])
    const wanted = distinct(meant)
    const watermarks = wanted.flatMap((definition) => this.find('watermark', definition, 'watermark') ?? [])
    const drm: Used<DrmTemplate> | undefined = action.drm && this.find('drm', action.drm)
    const isPartial = meant.length < action.watermarks.length || watermarks.length < wanted.length || (action.drm !== undefined && drm === undefined)
    return { kind: 'transcode', action, outputs: kept.outputs, watermarks, ...(drm && { drm }), isPartial }
  }

  private output(definition: Wanted, action: TranscodeAction): Used<TranscodeTemplate> | undefined {
    const used = this.find('transcode', definition, 'transcode')
    if (!used || action.override === undefined) return used
    const { template, diagnostics } = overridden(used.definition, used.template, action.override, this.blame)
    // One override is laid over several templates, and most of what can be wrong with it is wrong over each.
    const said = (one: Diagnostic) => this.diagnostics.some(({ code, span, params }) => code === one.code && span === one.span && params?.['text'] === one.params?.['text'])
    this.diagnostics.push(...diagnostics.filter((one) => !said(one)))
    return template && { ...used, template }
  }

  /** Each definition once (presets.md §4.2), 1 replaced by what it stands for. */
  private expanded(definitions: readonly Located<number>[]): readonly Wanted[] {
    return distinct(definitions.flatMap((definition) => (definition.value === 1 ? this.defaultTranscodes(definition.span) : [definition])))
  }

  private defaultTranscodes(span: SourceSpan): readonly Wanted[] {
    const defaults = this.context.config.defaults.transcode
    if (defaults === undefined) {
      const at = this.blame(span, 1, 'transcode')
      this.guess((taken) => templateDiagnostics.create('no-default-transcode', at.span, { taken }, at.extras))
    }
    return (defaults ?? fallbackTranscodes).map((value) => ({ value, span, defaultOf: 'defaults.transcode' }))
  }

  private meantWatermark(definition: Located<number>): Wanted | undefined {
    if (definition.value !== 1) return definition
    const value = this.context.config.defaults.watermark
    if (value !== undefined) return { value, span: definition.span, defaultOf: 'defaults.watermark' }
    const at = this.blame(definition.span, 1, 'watermark')
    this.diagnostics.push(templateDiagnostics.create('no-default-watermark', at.span, undefined, at.extras))
    return undefined
  }

  private find<K extends TemplateKind>(kind: K, wanted: Wanted, role?: Role): Used<TemplateBodies[K]> | undefined {
    const { value, span, defaultOf } = wanted
    const found = this.context.templates.find(kind, value)
    if (found) return { definition: value, template: found.body, span }
    const at = this.blame(span, defaultOf === undefined ? value : 1, role)
    const options = { ...(defaultOf && { defaultOf }), ...(at.extras && { extras: at.extras }) }
    this.diagnostics.push(unknownTemplate(kind, { value, span: at.span }, this.context.templates, options))
    return undefined
  }

  /** A warning, and an error under `strict`, where nothing is guessed. */
  private guess(diagnosticOf: (taken: boolean) => Diagnostic): void {
    const { strict } = this.context
    this.diagnostics.push(strict ? { ...diagnosticOf(false), severity: 'error' } : diagnosticOf(true))
  }
}

function distinct(definitions: readonly Wanted[]): readonly Wanted[] {
  const seen = new Set<number>()
  return definitions.filter(({ value }) => !seen.has(value) && seen.add(value))
}
