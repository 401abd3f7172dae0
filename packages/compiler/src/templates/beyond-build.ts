import {
  animatedGraphicsNeeds, lackingIn, lackOf, pictureNeeds, spriteNeeds, transcodeNeeds, watermarkNeeds, type BuildNeed, type Diagnostic, type Template,
  type TemplateCatalogue, type TemplateKind, type ToolBuild, type TranscodeTemplate,
} from '@vodflow/core'
import type { ProjectTemplate } from './project-template.ts'

/**
 * Templates of a project that the build cannot make, each at the member that asks for it. A warning: the file is as good for
 * another machine. What only some sources ask for is not counted.
 */
export function templatesBeyond(build: ToolBuild, templates: readonly ProjectTemplate[], catalogue: Pick<TemplateCatalogue, 'find'>): readonly Diagnostic[] {
  return templates.flatMap((template) => {
    const { kind, definition } = template
    const found = catalogue.find(kind, definition)
    const lacking = found && isOf(found, template) ? lackingIn(build, needsOf(kind, definition, catalogue, build)) : []
    return lacking.map((need) => asWarning(lackOf(build, need, `${kind}.${definition}`, spanOf(template, need))))
  })
}

export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' }
}

/** Whether the template of that number stands in that file. */
function isOf({ from }: Template, { path }: ProjectTemplate): boolean {
  return from !== 'built-in' && from.path === path
}

/** What is inherited is asked for by the word that says so. */
function spanOf({ spanAt, span }: ProjectTemplate, { member }: BuildNeed) {
  return spanAt(member) ?? spanAt(['extends']) ?? span
}

/** What a template of the catalogue needs of a build by itself. */
export function needsOf(kind: TemplateKind, definition: number, catalogue: Pick<TemplateCatalogue, 'find'>, build: ToolBuild): readonly BuildNeed[] {
  switch (kind) {
    case 'transcode': return of(catalogue.find('transcode', definition), (body) => transcodeNeeds(body, likely(body), build))
    case 'animatedGraphics': return of(catalogue.find('animatedGraphics', definition), (body) => animatedGraphicsNeeds(body, build))
    case 'snapshot': return of(catalogue.find('snapshot', definition), pictureNeeds)
    case 'sampleSnapshot': return of(catalogue.find('sampleSnapshot', definition), pictureNeeds)
    case 'imageSprite': return of(catalogue.find('imageSprite', definition), spriteNeeds)
    case 'watermark': return of(catalogue.find('watermark', definition), watermarkNeeds)
    case 'drm':
    case 'review': return []
  }
}

function of<T>(found: { readonly body: T } | undefined, needs: (body: T) => readonly BuildNeed[]): readonly BuildNeed[] {
  return found ? needs(found.body) : []
}

/** Of a source with picture and sound, whose frame rate nobody knows. */
export function likely({ video }: TranscodeTemplate) {
  return { video: true, audio: true, ownTimes: video === undefined || video.fps <= 0 }
}
