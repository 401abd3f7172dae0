import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { assumeFacts, contentDigest, type Result, type SourceFacts } from '@vodflow/core'
import { parseCall } from '@vodflow/frontend-call'
import { openProject, type Project } from '@vodflow/project'
import { convert, type Converted, type Target } from '../../src/index.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** A project with the templates of an example, that texts can be put into and converted in. */
export class Workshop {
  readonly #project: Project
  readonly #folder: string
  #count = 0

  private constructor(project: Project, folder: string) {
    this.#project = project
    this.#folder = folder
  }

  static async open(example = 'custom-preset'): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'vodflow-convert-'))
    await cp(join(root, 'procedures/examples', example), folder, { recursive: true })
    const opened = await openProject({ from: folder, directory: folder, builtInProcedures: { folder: join(root, 'procedures') } })
    if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics.map(({ message }) => message)))
    return new Workshop(opened.value, folder)
  }

  async close(): Promise<void> {
    await this.#project.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** A new file with that text; its path as a call has it. */
  async put(end: string, text: string): Promise<string> {
    this.#count += 1
    const path = `./made/p${this.#count}.${end}`
    await mkdir(dirname(join(this.#folder, path)), { recursive: true })
    await writeFile(join(this.#folder, path), text)
    return path
  }

  /** `spoil` changes what a file's graph is said to be. */
  async convert(text: string, target: Target, assume?: string, spoil: (digest: string, path: string) => string = (digest) => digest): Promise<Result<Converted>> {
    const call = parseCall({ path: '<call>', text })
    if (!call.ok) return call
    const resolved = await this.#project.resolve(call.value)
    if (!resolved.ok) return resolved
    return convert({
      ...resolved.value, call: call.value, target, facts: factsOf(assume), path: `new.${target === 'lua' ? 'lua' : 'json'}`,
      compileFile: async (file, args, facts) => {
        const digest = digestOf(await this.#project.compileFile(file, args, facts))
        return digest.ok ? { ...digest, value: spoil(digest.value, file.path) } : digest
      },
      compileCall: async (one, facts) => digestOf(await this.#project.compile(one.trim(), facts)),
    })
  }

  async digest(call: string, assume?: string): Promise<string | undefined> {
    const compiled = await this.#project.compile(call, factsOf(assume))
    return compiled.ok ? contentDigest(compiled.value.graph) : undefined
  }
}

function factsOf(assume: string | undefined): SourceFacts | 'unknown' {
  if (assume === undefined) return 'unknown'
  const assumed = assumeFacts(assume)
  if (!assumed.ok) throw new Error(assume)
  return assumed.value.facts
}

function digestOf(result: Result<{ readonly graph: unknown }>): Result<string> {
  return result.ok ? { ...result, value: contentDigest(result.value.graph) } : result
}
