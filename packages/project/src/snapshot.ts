import {
  canonicalJson, fail, ok, sha256Hex, type ProjectConfig, type Result, type SourceFile, type Template, type TemplateCatalogue, type TemplateKind,
} from '@vodflow/core'
import { lookUpDiagnostics } from './diagnostics.ts'

/** A text as it was when it was used. */
export interface SnapshotFile {
  readonly path: string
  readonly text: string
  /** SHA-256 of the text as UTF-8, lower-case hex. */
  readonly digest: string
}

/** All that a compilation rests on besides the facts, as plain JSON: what is compiled from it reads no file (design.md §2). */
export interface ProjectSnapshot {
  readonly call: string
  /** The procedure's file. */
  readonly procedures: readonly SnapshotFile[]
  /** The project's own templates, each as one JSON text with `extends` and its image already resolved. */
  readonly templates: readonly SnapshotFile[]
  readonly config: ProjectConfig
  /** Where the images of watermarks are on this machine, by their digest. */
  readonly images: { readonly [digest: string]: string }
}

export function snapshotFile({ path, text }: SourceFile): SnapshotFile {
  return { path, text, digest: digestOf(text) }
}

export function templateSnapshots(catalogue: TemplateCatalogue): readonly SnapshotFile[] {
  return catalogue.all().flatMap((template) =>
    template.from === 'built-in' ? [] : [snapshotFile({ path: template.from.path, text: canonicalJson(template) })])
}

/** The first text that is not the one its digest was made of. */
export function damagedFile(files: readonly SnapshotFile[]): Result<undefined> {
  const damaged = files.find(({ text, digest }) => digestOf(text) !== digest)
  return damaged ? fail(lookUpDiagnostics.create('damaged-snapshot', undefined, { path: damaged.path })) : ok(undefined)
}

/** The catalogue that `templateSnapshots` was made of; the texts' digests have been checked. */
export function catalogueOfSnapshot({ templates, images }: ProjectSnapshot, builtIn: TemplateCatalogue): TemplateCatalogue {
  // The digest says that this is the very text that was written from such an object.
  const own = templates.map(({ text }) => JSON.parse(text) as Template)
  const replaced = (template: Template) => own.some(({ kind, definition }) => kind === template.kind && definition === template.definition)
  const all = [...builtIn.all().filter((template) => !replaced(template)), ...own]
    .toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.definition - b.definition))
  return {
    find<K extends TemplateKind>(kind: K, definition: number) {
      // The comparison above holds the kind, which the type of the list does not know.
      return all.find((template) => template.kind === kind && template.definition === definition) as Template<K> | undefined
    },
    all: () => all,
    images: new Map(Object.entries(images)),
  }
}

function digestOf(text: string): string {
  return sha256Hex(new TextEncoder().encode(text))
}
