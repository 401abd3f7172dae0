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
}

/** The texts that an editor holds, and the projects they are of. Whatever changes, the projects are read anew when they are next needed. */
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
    this.forget()
    const path = await this.pathOf(text.uri)
    const now = this.#texts.get(text.uri)
    if (now) this.#unsaved.set(path, now.text)
    this.forget()
  }

  async drop(uri: string): Promise<void> {
    this.#texts.delete(uri)
    this.forget()
    const path = await this.pathOf(uri)
    if (!this.#texts.has(uri)) {
      this.#unsaved.delete(path)
      this.#paths.delete(uri)
    }
    this.forget()
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

  /** Undefined for a text that is none of ours. */
  async opened(uri: string): Promise<Opened | undefined> {
    const text = this.#texts.get(uri)
    if (text === undefined) return undefined
    const path = await this.pathOf(uri)
    const workbench = await this.#workbench(await projectFolderOf(path))
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

  #workbench(folder: string): Promise<Workbench | undefined> {
    const kept = this.#workbenches.get(folder)
    if (kept && Date.now() - kept.at < freshMilliseconds) return kept.workbench
    const workbench = openWorkbench(folder, { builtInProcedures: this.#builtInProcedures, frontEnds: this.#shared(), unsaved: this.#unsaved })
    this.#workbenches.set(folder, { at: Date.now(), workbench })
    return workbench
  }

  #shared(): FrontEndLoaders {
    return { '.lua': () => this.#frontEnds.of('.lua'), '.json': () => this.#frontEnds.of('.json') }
  }
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
