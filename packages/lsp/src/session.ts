import { realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic, SourceFile } from '@vodflow/core'
import { createFrontEnds, defaultFrontEnds, openWorkbench, projectFolderOf, type FileKind, type FrontEndLoaders, type Workbench } from '@vodflow/project'

export interface OpenText {
  readonly uri: string
  readonly version: number
  readonly text: string
}

/** An open text with its place among the files. */
export interface Opened extends OpenText {
  /** Absolute, links followed. */
  readonly path: string
  readonly workbench: Workbench
  readonly kind: FileKind
}

/** Changes on disk that nobody told of are seen after this long. */
const freshMilliseconds = 2000

interface Kept {
  readonly at: number
  readonly workbench: Promise<Workbench | undefined>
  /** The last that is open: until this one is, the one before. */
  latest: Workbench | undefined
  /** Whether something has changed since that its config or templates may come from. */
  isOld: boolean
}

/** The texts that an editor holds, and the projects they are of. A project is read anew when it is next needed, as far as a change may matter to it. */
export class Session {
  readonly #builtInProcedures: readonly SourceFile[]
  readonly #frontEnds = createFrontEnds(defaultFrontEnds)
  readonly #texts = new Map<string, OpenText>()
  readonly #paths = new Map<string, Promise<string>>()
  readonly #unsaved = new Map<string, string>()
  readonly #workbenches = new Map<string, Kept>()

  constructor(builtInProcedures: readonly SourceFile[]) {
    this.#builtInProcedures = builtInProcedures
  }

  async put(text: OpenText): Promise<void> {
    this.#texts.set(text.uri, text)
    const path = await this.pathOf(text.uri)
    const now = this.#texts.get(text.uri)
    if (now) this.#unsaved.set(path, now.text)
    this.#changed(path)
  }

  async drop(uri: string): Promise<void> {
    this.#texts.delete(uri)
    const path = await this.pathOf(uri)
    if (!this.#texts.has(uri)) {
      this.#unsaved.delete(path)
      this.#paths.delete(uri)
    }
    this.#changed(path)
  }

  text(uri: string): OpenText | undefined {
    return this.#texts.get(uri)
  }

  texts(): readonly OpenText[] {
    return [...this.#texts.values()]
  }

  /** What is on disk may be another than what is known of it. */
  forget(): void {
    this.#workbenches.clear()
  }

  async folderOf(uri: string): Promise<string> {
    return projectFolderOf(await this.pathOf(uri))
  }

  /** Undefined for a text that is none of ours. Who cannot wait takes the project as it was a moment ago, while it is read anew. */
  async opened(uri: string, when: 'now' | 'a moment ago' = 'now'): Promise<Opened | undefined> {
    const text = this.#texts.get(uri)
    if (text === undefined) return undefined
    const path = await this.pathOf(uri)
    const workbench = await this.#workbench(await projectFolderOf(path), when)
    const kind = workbench?.kindOf(path, text.text)
    return workbench && kind ? { ...text, path, workbench, kind } : undefined
  }

  async check(opened: Opened): Promise<readonly Diagnostic[]> {
    return opened.workbench.check(opened.path, opened.text)
  }

  /** The URI under which the editor has this file open. */
  async uriOf(path: string): Promise<string | undefined> {
    for (const uri of this.#texts.keys()) if ((await this.pathOf(uri)) === path) return uri
    return undefined
  }

  pathOf(uri: string): Promise<string> {
    const known = this.#paths.get(uri) ?? realPath(uri)
    this.#paths.set(uri, known)
    return known
  }

  close(): Promise<void> {
    return this.#frontEnds.close()
  }

  async #workbench(folder: string, when: 'now' | 'a moment ago'): Promise<Workbench | undefined> {
    const known = this.#workbenches.get(folder)
    const isFresh = known && !known.isOld && Date.now() - known.at < freshMilliseconds
    const kept = isFresh ? known : this.#keep(folder, Date.now(), this.#open(folder), known?.latest)
    return when === 'now' ? kept.workbench : (kept.latest ?? kept.workbench)
  }

  #open(folder: string): Promise<Workbench | undefined> {
    return openWorkbench(folder, { builtInProcedures: this.#builtInProcedures, frontEnds: this.#shared(), unsaved: this.#unsaved })
  }

  #keep(folder: string, at: number, workbench: Promise<Workbench | undefined>, before: Workbench | undefined): Kept {
    const kept: Kept = { at, workbench, latest: before, isOld: false }
    this.#workbenches.set(folder, kept)
    void follow(kept)
    return kept
  }

  /** Nothing is looked up in a file of calls, and in a procedure only by calls. */
  #changed(path: string): void {
    if (path.endsWith('.call')) return
    for (const [folder, kept] of this.#workbenches) {
      const { at, workbench, latest } = kept
      if (kept.isOld || !latest || latest.restsOn(path)) kept.isOld = true
      else this.#keep(folder, at, workbench.then((opened) => opened?.renewed()), latest.renewed())
    }
  }

  #shared(): FrontEndLoaders {
    return { '.lua': () => this.#frontEnds.of('.lua'), '.json': () => this.#frontEnds.of('.json') }
  }
}

async function follow(kept: Kept): Promise<void> {
  kept.latest = await kept.workbench
}

/** Of a text that has no file: one in the folder where the server runs. */
async function realPath(uri: string): Promise<string> {
  const path = filePath(uri)
  try {
    return await realpath(path)
  } catch {
    return join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path))
  }
}

function filePath(uri: string): string {
  try {
    return fileURLToPath(uri)
  } catch {
    return join(process.cwd(), decodeURIComponentSafely(uri).replaceAll(/[^\w.-]/gu, '_').slice(-100))
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
