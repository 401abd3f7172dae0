import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Diagnostic, SourceFile } from '@vodflow/core'
import { findProjectFolder } from '../config/project-folder.ts'
import { readConfig, readConfigDespiteErrors } from '../config/read-config.ts'
import { textDiagnostic } from '../look-up.ts'
import { readTextFile, shownPath, startOf } from '../text-file.ts'
import { findFiles } from './find-files.ts'
import { kindByName, kindOf, type FileKind, type Place } from './kinds.ts'
import { ProjectFolders } from './project-folders.ts'

export interface ListRequest {
  /** The user's folder, absolute. */
  readonly from: string
  /** `--project`. */
  readonly directory?: string
  /** Files, folders and globs; none: the whole project. */
  readonly paths: readonly string[]
}

/** A file of ours with its text. */
export interface ListedFile {
  /** Absolute, links followed. */
  readonly path: string
  readonly kind: FileKind
  /** Under the name that messages show. */
  readonly file: SourceFile
  /** The text has lost it on the way in. */
  readonly byteOrderMark: boolean
}

export type Listing =
  | { readonly ok: true; readonly files: readonly ListedFile[]; readonly diagnostics: readonly Diagnostic[] }
  /** Wrong use, in a sentence. */
  | { readonly ok: false; readonly problem: string }

type Folders = Pick<Place, 'procedureFolders' | 'templateFolders'>

/** The same files that `validate` finds, each with its text; those without one are diagnostics. */
export async function listFiles({ from, directory, paths }: ListRequest): Promise<Listing> {
  const project = await findProjectFolder(directory, from)
  if (!project.ok) return { ok: false, problem: project.diagnostics[0]?.message ?? 'there is no such project' }
  const found = await findFiles(paths.length === 0 ? [project.value] : paths, from)
  if (!found.ok) return found
  const projects = new ProjectFolders(project.value, directory !== undefined)
  const folders = new Map<string, Promise<Folders>>()
  const files: ListedFile[] = []
  const diagnostics = [...found.diagnostics]
  for (const { path, named } of found.files) {
    const folder = await projects.of(path)
    const known = folders.get(folder) ?? foldersOf(folder, from)
    folders.set(folder, known)
    const shown = shownPath(from, path)
    const read = await readTextFile(path)
    const kind = kindOf({ path, named, ...(await known) }, read.ok ? read.text : '')
    if (kind === undefined) continue
    if (!read.ok) diagnostics.push(textDiagnostic(shown, read.problem, startOf(shown)))
    else files.push({ path: await realpath(path), kind, file: { path: shown, text: read.text }, byteOrderMark: read.byteOrderMark })
  }
  return { ok: true, files, diagnostics }
}

/** What the text of a file of that name would be; undefined for one that is not ours. */
export function kindOfText(name: string, text: string, from: string): FileKind | undefined {
  const path = resolve(from, name)
  if (kindByName(path) === undefined) return undefined
  return kindOf({ path, named: true, procedureFolders: [], templateFolders: [] }, text)
}

async function foldersOf(folder: string, from: string): Promise<Folders> {
  const config = await readConfig(folder, from)
  const usable = config.ok ? config : await readConfigDespiteErrors(folder)
  return usable.ok ? usable.value : { procedureFolders: [], templateFolders: [] }
}
