import { realpath } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import type { Diagnostic, SourceFile, TemplateCatalogue } from '@vodflow/core'
import { procedureNameOf } from '../built-in-procedures.ts'
import { configName, nearestWithConfig } from '../config/project-folder.ts'
import type { FrontEndLoaders } from '../front-ends.ts'
import { candidatesIn } from '../look-up.ts'
import type { Ignore } from '../ignore/ignore.ts'
import { silenced } from '../ignore/index.ts'
import type { OpenProjectOptions } from '../project.ts'
import { isInside } from '../templates/bounded-read.ts'
import { claimIn } from '../templates/claims.ts'
import { readTextFile, shownPath } from '../text-file.ts'
import { checkFile } from '../validate/check-file.ts'
import { isKnownOfDefault } from '../validate/default-templates.ts'
import { findFiles } from '../validate/find-files.ts'
import { kindOf, type FileKind } from '../validate/kinds.ts'
import { openForChecking, type CheckedProject } from '../validate/open-for-checking.ts'
import { distinct, ofSource, softened } from '../validate/polish.ts'
import { withUnsaved, type UnsavedTexts } from './unsaved-texts.ts'

export interface WorkbenchOptions {
  readonly builtInProcedures: OpenProjectOptions['builtInProcedures']
  /** Shared by all workbenches of one editor, since each would have a Lua worker of its own otherwise. */
  readonly frontEnds: FrontEndLoaders
  readonly unsaved: UnsavedTexts
}

/** Where a procedure that a call names is: a file, or a part of vodflow itself. */
export type ProcedurePlace = { readonly path: string; readonly text: string } | { readonly builtIn: SourceFile }

export interface OwnTemplate {
  readonly kind: string
  readonly definition: number
  readonly name: string
  /** Absolute. */
  readonly path: string
}

/** A project as an editor sees it at one moment: files on disk, and over them the texts that are not saved. */
export interface Workbench {
  /** Absolute. */
  readonly folder: string
  readonly templates: TemplateCatalogue
  readonly ownTemplates: readonly OwnTemplate[]
  procedureNames(): Promise<readonly string[]>
  /** Undefined where no procedure is named like that, or it cannot be read. */
  locate(name: string): Promise<ProcedurePlace | undefined>
  /** Undefined for a file that is none of ours. */
  kindOf(path: string, text: string): FileKind | undefined
  /** What `vodflow validate` says of this file, if `text` is in it; nothing of a file that is none of ours. */
  check(path: string, text: string): Promise<readonly Diagnostic[]>
  /** Every file of ours in the project's folder, with its text. */
  files(): Promise<readonly WorkbenchFile[]>
  /** The absolute path of a file as diagnostics name it. */
  pathOf(shown: string): string
  /** Whether another text of this file could change the config or the templates. */
  restsOn(path: string): boolean
  /** The same project after a change of a procedure: its config and its templates are not read again. */
  renewed(): Workbench
}

export interface WorkbenchFile {
  readonly path: string
  readonly text: string
  readonly kind: FileKind
}

/** The folder of the project that a file is of: the nearest upwards with a config, else its own. */
export async function projectFolderOf(path: string): Promise<string> {
  return (await nearestWithConfig(dirname(path))) ?? dirname(path)
}

/** Undefined where the folder cannot be used at all. */
export async function openWorkbench(folder: string, options: WorkbenchOptions): Promise<Workbench | undefined> {
  const { builtInProcedures, frontEnds, unsaved } = options
  const opened = await withUnsaved(unsaved, () => openForChecking(folder, folder, { builtInProcedures, frontEnds })).catch(() => undefined)
  return opened && new OpenedWorkbench(folder, opened, await withUnsaved(unsaved, () => ownTemplatesOf(folder, opened)), options)
}

/** With those whose files are broken just now, as far as they still tell their numbers. */
async function ownTemplatesOf(folder: string, { templates, refusedTemplates }: CheckedProject): Promise<readonly OwnTemplate[]> {
  const readable = templates.map(({ kind, definition, name = '', path }) => ({ kind, definition, name, path: resolve(folder, path) }))
  const broken = await Promise.all(refusedTemplates.map(async (path) =>
    (await claimIn(path)).flatMap(({ kind, definition }) => (kind === undefined ? [] : [{ kind, definition, name: '', path }]))))
  return [...readable, ...broken.flat()]
}

class OpenedWorkbench implements Workbench {
  readonly folder: string
  readonly templates: TemplateCatalogue
  readonly ownTemplates: readonly OwnTemplate[]
  readonly #checked: CheckedProject
  readonly #options: WorkbenchOptions

  constructor(folder: string, checked: CheckedProject, ownTemplates: readonly OwnTemplate[], options: WorkbenchOptions) {
    this.folder = folder
    this.templates = checked.project.templates
    this.ownTemplates = ownTemplates
    this.#checked = checked
    this.#options = options
  }

  procedureNames(): Promise<readonly string[]> {
    return this.#checked.project.procedureNames()
  }

  async locate(name: string): Promise<ProcedurePlace | undefined> {
    if (name.includes('/') || /\.(?:lua|json)$/u.test(name)) return this.#read(resolve(this.folder, name))
    for (const folder of this.#checked.procedureFolders) {
      const [path] = await candidatesIn(folder, name)
      if (path !== undefined) return this.#read(path)
    }
    const { builtInProcedures } = this.#options
    const builtIn = 'folder' in builtInProcedures ? undefined : builtInProcedures.find(({ path }) => procedureNameOf(path) === name)
    return builtIn && { builtIn }
  }

  kindOf(path: string, text: string): FileKind | undefined {
    return kindOf({ path, named: false, ...this.#checked }, text)
  }

  check(path: string, text: string): Promise<readonly Diagnostic[]> {
    return withUnsaved(this.#options.unsaved, () => this.#check(path, text))
  }

  async #check(path: string, text: string): Promise<readonly Diagnostic[]> {
    const kind = this.kindOf(path, text)
    if (kind === undefined) return []
    const isOfProject = await this.#isOfProject(path, kind)
    const file = { path: shownPath(this.folder, path), text }
    let isIncomplete = false
    const found = isOfProject
      ? this.#ofProject(path)
      : await this.#checkText(path, kind, file, () => {
          isIncomplete = true
        })
    const all = distinct(found.map((one) => softened(one, 'unknown')))
    const texts = new Map(all.flatMap(({ span }) => (span ? [[span.file.path, span.file] as const] : [])))
    // Only this text has been looked at whole.
    const isWhole = (ignore: Ignore) => ignore.file.path === file.path && !isIncomplete && !ofSource.has(ignore.code)
    const told = distinct(await silenced(all, [...texts.set(file.path, texts.get(file.path) ?? file).values()], isWhole))
    // What is wrong with the wishes of another text is told there.
    return told.filter((one) => all.includes(one) || one.span?.file.path === file.path)
  }

  /** A config of its folder and the templates of the project have been read with it, but not a file that is not written yet. */
  async #isOfProject(path: string, kind: FileKind): Promise<boolean> {
    if (kind === 'config') return dirname(path) === this.folder
    return kind === 'template' && this.#isOwnTemplate(path) && (await exists(path))
  }

  async #checkText(path: string, kind: FileKind, file: SourceFile, onIncomplete: () => void): Promise<readonly Diagnostic[]> {
    const found = await checkFile(this.#checked, kind, path, file, { facts: 'unknown', withIgnored: true, onIncomplete })
    // Of a template that could not be read nothing is known that a rule could judge.
    const isGuess = this.#checked.takeStandInUse()
    return found.filter((one) => !isKnownOfDefault(this.#checked, one) && (!isGuess || !one.code.startsWith('check/')))
  }

  async files(): Promise<readonly WorkbenchFile[]> {
    const found = await findFiles([this.folder], this.folder)
    const paths = found.ok ? found.files.map(({ path }) => path) : []
    const files = await withUnsaved(this.#options.unsaved, () => Promise.all(paths.map((path) => this.#fileAt(path))))
    return files.flatMap((file) => file ?? [])
  }

  pathOf(shown: string): string {
    return resolve(this.folder, shown)
  }

  restsOn(path: string): boolean {
    if (extname(path) !== '.json') return false
    // What is reached by a link may be a template although its path does not tell.
    return basename(path) === configName || this.#isOwnTemplate(path) || !this.#checked.procedureFolders.some((folder) => isInside(folder, path))
  }

  renewed(): Workbench {
    return new OpenedWorkbench(this.folder, this.#checked.renewed(), this.ownTemplates, this.#options)
  }

  async #fileAt(path: string): Promise<WorkbenchFile | undefined> {
    const read = await readTextFile(path)
    const kind = read.ok ? this.kindOf(path, read.text) : undefined
    return read.ok && kind ? { path, text: read.text, kind } : undefined
  }

  #isOwnTemplate(path: string): boolean {
    return this.#checked.templateFolders.some((folder) => isInside(folder, path))
  }

  /** What was found while the project was opened, if it is about this file. */
  #ofProject(path: string): readonly Diagnostic[] {
    return this.#checked.diagnostics.filter(({ span }) => span !== undefined && this.pathOf(span.file.path) === path)
  }

  async #read(path: string): Promise<ProcedurePlace | undefined> {
    const read = await withUnsaved(this.#options.unsaved, () => readTextFile(path))
    return read.ok ? { path, text: read.text } : undefined
  }
}

async function exists(path: string): Promise<boolean> {
  return (await realpath(path).catch(() => undefined)) !== undefined
}

