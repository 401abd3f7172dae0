import type { Diagnostic, ProjectConfig, SourceFile, TemplateCatalogue, TemplateKind } from '@vodflow/core'
import { parseConfig } from '../config/read-config.ts'

/** Templates that the config names and nothing is known of, at their very places in it. */
export async function unknownDefaults(file: SourceFile, { defaults }: ProjectConfig, templates: TemplateCatalogue): Promise<readonly Diagnostic[]> {
  const wanted: readonly (readonly [TemplateKind, number, readonly (string | number)[]])[] = [
    ...(defaults.transcode ?? []).map((definition, at) => ['transcode', definition, ['defaults', 'transcode', at]] as const),
    ...(defaults.watermark === undefined ? [] : [['watermark', defaults.watermark, ['defaults', 'watermark']] as const]),
  ]
  const unknown = wanted.filter(([kind, definition]) => templates.find(kind, definition) === undefined)
  if (unknown.length === 0) return []
  const [{ unknownTemplate }, parsed] = await Promise.all([import('@vodflow/compiler'), parseConfig(file)])
  if (!parsed.ok) return []
  return unknown.map(([kind, value, path]) => unknownTemplate(kind, { value, span: parsed.value.spanAt(path) }, templates))
}

/** What a use of such a template is told, where the config has been told already. */
export function isKnownOfDefault(project: { readonly diagnostics: readonly Diagnostic[] }, { code, params }: Diagnostic): boolean {
  return code === 'template/unknown' && params?.['defaultOf'] !== undefined && project.diagnostics.some((one) => one.code === code)
}
