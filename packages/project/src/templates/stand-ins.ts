import { createCatalogue, type ProjectTemplate } from '@vodflow/compiler'
import type { Diagnostic, Template, TemplateCatalogue, TemplateKind } from '@vodflow/core'
import { claimIn, type Claim } from './claims.ts'
import type { LoadedTemplates } from './load-templates.ts'

/** A catalogue in which a refused template is still there, so that nobody is told that it is unknown. */
export interface CatalogueWithStandIns extends TemplateCatalogue {
  /** Whether a stand-in has been given since this was last asked: what was then found out about its content is not true. */
  takeUse(): boolean
}

/** The templates of `loaded` that are sound, and stand-ins for the others. */
export async function catalogueDespiteErrors(loaded: LoadedTemplates): Promise<CatalogueWithStandIns> {
  const { sound, catalogue } = soundCatalogue(loaded.templates)
  const unsound = loaded.templates.filter((template) => !sound.includes(template))
  const claims: readonly Claim[] = [...unsound, ...(await Promise.all(loaded.refused.map(claimIn))).flat()]
  let isUsed = false
  return {
    all: () => catalogue.all(),
    images: catalogue.images,
    find<K extends TemplateKind>(kind: K, definition: number): Template<K> | undefined {
      const found = catalogue.find(kind, definition)
      if (found || !claims.some((claim) => claim.definition === definition && (claim.kind ?? kind) === kind)) return found
      isUsed = true
      return standIn(kind, definition, catalogue)
    },
    takeUse() {
      const was = isUsed
      isUsed = false
      return was
    },
  }
}

/** Without the templates that something is wrong with, and without those that stand on them. */
function soundCatalogue(all: readonly ProjectTemplate[]): { readonly sound: readonly ProjectTemplate[]; readonly catalogue: TemplateCatalogue } {
  let sound = all
  for (;;) {
    const made = createCatalogue(sound)
    if (made.ok) return { sound, catalogue: made.value }
    const faulty = faultyPaths(made.diagnostics)
    const left = sound.filter(({ path }) => !faulty.has(path))
    // An error without a place blames them all.
    sound = left.length < sound.length ? left : []
  }
}

function faultyPaths(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.flatMap(({ severity, span }) => (severity === 'error' && span ? [span.file.path] : [])))
}

function standIn<K extends TemplateKind>(kind: K, definition: number, catalogue: TemplateCatalogue): Template<K> | undefined {
  const model = catalogue.all().find((template) => template.kind === kind) ?? modelOf(kind)
  // Its kind has just been compared, which the type of the list does not know.
  return model && ({ ...model, definition } as Template<K>)
}

/** Of the kinds that none is built in of. */
function modelOf(kind: TemplateKind): Template | undefined {
  const common = { definition: 0, name: '', comment: '', from: 'built-in' as const }
  if (kind === 'drm') return { ...common, kind, body: { keySource: 'PrivateKMS', getKeyUrl: '' } }
  if (kind !== 'watermark') return undefined
  const image = { sha256: '0'.repeat(64), format: 'png' as const, width: 1, height: 1 }
  return { ...common, kind, body: { type: 'image', left: '0px', top: '0px', width: '1px', height: '1px', image } }
}
