import { dirname, resolve } from 'node:path'
import { spanOf, type Diagnostic, type SourceFacts, type SourceFile } from '@vodflow/core'
import { findProjectFolder } from '../config/project-folder.ts'
import { defaultFrontEnds } from '../default-front-ends.ts'
import { createFrontEnds, type FrontEnds } from '../front-ends.ts'
import { textDiagnostic } from '../look-up.ts'
import { silenced } from '../ignore/index.ts'
import type { Ignore } from '../ignore/ignore.ts'
import type { CheckOptions, CompileOptions, OpenProjectOptions } from '../project.ts'
import { readTextFile, shownPath, startOf } from '../text-file.ts'
import { checkFile } from './check-file.ts'
import { isKnownOfDefault } from './default-templates.ts'
import { findFiles, type FoundFile } from './find-files.ts'
import { kindByName, kindOf, type FileKind } from './kinds.ts'
import { openForChecking, type CheckedProject } from './open-for-checking.ts'
import { distinct, ofSource, softened } from './polish.ts'
import { ProjectFolders } from './project-folders.ts'

export interface ValidateRequest extends CompileOptions {
  /** The user's folder, absolute. */
  readonly from: string
  /** `--project`: of this project are then all files; absent: each is of the nearest folder upwards with a config. */
  readonly directory?: string
  readonly builtInProcedures: OpenProjectOptions['builtInProcedures']
  readonly frontEnds?: OpenProjectOptions['frontEnds']
  /** Files, folders and globs; none, and no text either: the whole project. */
  readonly paths: readonly string[]
  /** A text that is in no file: a call, or under a name what a file of that name would be. */
  readonly given?: { readonly text: string; readonly name?: string }
  readonly facts: SourceFacts | 'unknown'
  /** What stands in place of files, by their paths as messages name them: what is not saved yet. Templates and the config are read from the disk. */
  readonly texts?: ReadonlyMap<string, string>
}

export type Validation =
  /**
   * `files` as messages name them; what is wrong, once, in the order of the files and the places. Every diagnostic has a place.
   * `texts`: what has been checked as a whole; `root` is the project's folder.
   */
  | {
      readonly ok: true
      readonly files: readonly string[]
      readonly diagnostics: readonly Diagnostic[]
      readonly texts: ReadonlyMap<string, SourceFile>
      readonly root: string
    }
  /** Wrong use, in a sentence. */
  | { readonly ok: false; readonly problem: string }

/** The name of a call that came without a file. */
const givenCall = '<stdin>'

/** Of each lane: enough that one file is read while another is checked; more would only hold more texts. */
const filesAtOnce = 4

/** Everything that is wrong with the files; one that is bad hides nothing of the others. Nothing is run, and nothing is written. */
export async function validate(request: ValidateRequest): Promise<Validation> {
  const directory = await findProjectFolder(request.directory, request.from)
  if (!directory.ok) return { ok: false, problem: directory.diagnostics[0]?.message ?? 'there is no such project' }
  const whole = request.paths.length === 0 && request.given === undefined
  const found = await findFiles(whole ? [directory.value] : request.paths, request.from)
  if (!found.ok) return found
  const validator = new Validator(request, directory.value)
  try {
    await validator.addAll(found.files)
    const problem = request.given && (await validator.addText(request.given.text, request.given.name))
    if (problem !== undefined) return { ok: false, problem }
    return validator.outcome(found.diagnostics)
  } finally {
    await validator.close()
  }
}

class Validator {
  readonly #request: ValidateRequest
  readonly #directory: string
  /** One for all projects: each has a worker of its own otherwise. */
  readonly #frontEnds: FrontEnds
  readonly #projects = new Map<string, Promise<CheckedProject | undefined>>()
  readonly #folders: ProjectFolders
  readonly #files = new Set<string>()
  readonly #diagnostics: Diagnostic[] = []
  /** What has been looked at as a whole, by its path as messages name it. */
  readonly #texts = new Map<string, SourceFile>()
  /** Procedures of which much could not be looked at for want of arguments. */
  readonly #incomplete = new Set<string>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(request: ValidateRequest, directory: string) {
    this.#request = request
    this.#directory = directory
    this.#folders = new ProjectFolders(directory, request.directory !== undefined)
    this.#frontEnds = createFrontEnds(request.frontEnds ?? defaultFrontEnds)
  }

  /** JSON is checked in this thread while the worker runs what calls and scripts ask of it; what is found keeps the order of the files. */
  async addAll(files: readonly FoundFile[]): Promise<void> {
    const found = new Map<FoundFile, readonly Diagnostic[]>()
    const work = async (waiting: IterableIterator<FoundFile>) => {
      for (const file of waiting) found.set(file, await this.#add(file))
    }
    const lanes = [files.filter(isJson).values(), files.filter((file) => !isJson(file)).values()]
    await Promise.all(lanes.flatMap((lane) => Array.from({ length: filesAtOnce }, () => work(lane))))
    for (const file of files) this.#diagnostics.push(...(found.get(file) ?? []))
  }

  async #add({ path, named }: FoundFile): Promise<readonly Diagnostic[]> {
    const checked = await this.#projectOf(path)
    const shown = shownPath(this.#request.from, path)
    const unsaved = this.#request.texts?.get(shown)
    const read = unsaved === undefined ? await readTextFile(path) : { ok: true as const, text: unsaved }
    // What cannot be read is judged by its name and place.
    const kind = checked && kindOf({ path, named, ...checked }, read.ok ? read.text : '')
    if (checked === undefined || kind === undefined) return []
    this.#files.add(shown)
    if (read.ok) this.#texts.set(shown, { path: shown, text: read.text })
    if (this.#isKnown(checked, path, kind)) return []
    return read.ok ? this.#check(checked, kind, path, { path: shown, text: read.text }) : [textDiagnostic(shown, read.problem, startOf(shown))]
  }

  /** What is wrong with the name, in words. */
  async addText(text: string, name: string | undefined): Promise<string | undefined> {
    const path = resolve(this.#request.from, name ?? 'stdin.call')
    if (kindByName(path) === undefined) return `'${name ?? ''}' says nothing of what the text is; names end in '.lua', '.json' or '.call'`
    const checked = await this.#projectOf(path)
    if (checked === undefined) return undefined
    const file = { path: name ?? givenCall, text }
    this.#files.add(file.path)
    this.#texts.set(file.path, file)
    const draft = async () => this.#kept(checked, file, (await checked.project.draft(file, this.#request.facts, this.#options(file))).diagnostics)
    const check = () => this.#check(checked, kindOf({ path, named: true, ...checked }, text) ?? 'procedure', path, file)
    this.#diagnostics.push(...(await (name === undefined ? draft() : check())))
    return undefined
  }

  async outcome(earlier: readonly Diagnostic[]): Promise<Validation> {
    const { facts } = this.#request
    const all = distinct([...earlier, ...this.#diagnostics].map((one) => softened(one, facts)))
    const others = all.flatMap(({ span }) => (span ? [[span.file.path, span.file] as const] : []))
    const isWhole = ({ code, file: { path } }: Ignore) => this.#texts.has(path) && !this.#incomplete.has(path) && (facts !== 'unknown' || !ofSource.has(code))
    const diagnostics = distinct(await silenced(all, [...new Map([...others, ...this.#texts]).values()], isWhole))
    for (const { span } of diagnostics) if (span) this.#files.add(span.file.path)
    return { ok: true, files: [...this.#files].toSorted(), diagnostics, texts: this.#texts, root: this.#directory }
  }

  async close(): Promise<void> {
    const opened = await Promise.all(this.#projects.values())
    await Promise.all(opened.map((checked) => checked?.project.close()))
    await this.#frontEnds.close()
  }

  /** The config of a project and its templates have been read with it. */
  #isKnown({ project, templateFolders }: CheckedProject, path: string, kind: FileKind): boolean {
    if (kind === 'config') return dirname(path) === project.folder
    return kind === 'template' && templateFolders.some((folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
  }

  #check(checked: CheckedProject, kind: FileKind, path: string, file: SourceFile): Promise<readonly Diagnostic[]> {
    const check = async () => this.#kept(checked, file, await checkFile(checked, kind, path, file, { ...this.#options(file), facts: this.#request.facts }))
    if (!checked.hasStandIns) return check()
    // Whose check has asked for a stand-in can only be told of one at a time.
    const turn = this.#turn.then(check)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** What is to be silenced is known at the end: an ignore may be of use through another file. */
  #options({ path }: SourceFile): CheckOptions {
    const { strict, build } = this.#request
    const onIncomplete = () => void this.#incomplete.add(path)
    return { withIgnored: true, onIncomplete, ...(strict !== undefined && { strict }), ...(build && { build }) }
  }

  #kept(checked: CheckedProject, file: SourceFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    // Of a template that could not be read nothing is known that a rule could judge.
    const isGuess = checked.takeStandInUse()
    const kept = diagnostics.filter((one) => !isKnownOfDefault(checked, one) && (!isGuess || !/^(?:check|ffmpeg)\//u.test(one.code)))
    return kept.map((one) => (one.span ? one : { ...one, span: spanOf(file, 0, 0) }))
  }

  async #projectOf(path: string): Promise<CheckedProject | undefined> {
    const folder = await this.#folders.of(path)
    const known = this.#projects.get(folder) ?? this.#open(folder)
    this.#projects.set(folder, known)
    return known
  }

  async #open(folder: string): Promise<CheckedProject | undefined> {
    const { builtInProcedures, from, build } = this.#request
    const frontEnds = { '.lua': () => this.#frontEnds.of('.lua'), '.json': () => this.#frontEnds.of('.json') }
    const opened = await openForChecking(folder, from, { builtInProcedures, frontEnds }, build)
    const config = startOf(shownPath(from, folder))
    this.#diagnostics.push(...(opened?.diagnostics ?? []).map((one) => (one.span ? one : { ...one, span: config })))
    return opened
  }
}

function isJson({ path }: FoundFile): boolean {
  return path.endsWith('.json')
}
