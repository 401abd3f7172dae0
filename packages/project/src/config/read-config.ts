import { realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { defaultConfig, fail, ok, settle, withEarlier, type Diagnostic, type ProjectConfig, type PublishConfig, type Result, type ReviewConfig, type SourceFile, type SourceSpan } from '@vodflow/core'
import type { JsonDocument } from '@vodflow/frontend-json'
import { configDiagnostics } from '../diagnostics.ts'
import { realPathInside } from '../templates/bounded-read.ts'
import { readTextFile, shownPath, startOf, type TextProblem } from '../text-file.ts'
import { configName } from './project-folder.ts'

export interface OpenConfig {
  /** Absent where the folder has no config. */
  readonly file?: SourceFile
  readonly config: ProjectConfig
  /** Absolute, links followed, each existing and inside the project's folder. */
  readonly procedureFolders: readonly string[]
  readonly templateFolders: readonly string[]
}

/** A config as written: what the schema has held it against. */
interface WrittenConfig {
  readonly defaults?: ProjectConfig['defaults']
  readonly encoder?: Partial<ProjectConfig['encoder']>
  readonly optimiser?: Partial<ProjectConfig['optimiser']>
  readonly cache?: ProjectConfig['cache']
  readonly pull?: Partial<ProjectConfig['pull']>
  readonly recordings?: ProjectConfig['recordings']
  readonly kms?: ProjectConfig['kms']
  readonly review?: ReviewConfig
  readonly publish?: Partial<PublishConfig>
  readonly procedures?: readonly string[]
  readonly templates?: readonly string[]
}

type FolderMember = 'procedures' | 'templates'
/** Where a folder of the config is written; undefined where it is a default. */
type PlaceOf = (member: FolderMember, index: number) => SourceSpan | undefined

/** The config of a project's folder, or the defaults; errors are `config/…`. `from` is where the user is. */
export async function readConfig(folder: string, from: string): Promise<Result<OpenConfig>> {
  const path = join(folder, configName)
  const read = await readTextFile(path)
  if (read.ok) return writtenConfig({ path: shownPath(from, path), text: read.text }, folder)
  if (read.problem.kind === 'missing') return withFolders(undefined, defaultConfig, folder, () => undefined)
  return fail(fileDiagnostic(shownPath(from, path), read.problem))
}

/** What can still be used of a config that is refused, so that it does not hide what is wrong with the rest of the project. */
export async function readConfigDespiteErrors(folder: string): Promise<Result<OpenConfig>> {
  const read = await readTextFile(join(folder, configName))
  const config = read.ok && read.text.length < salvageLimit ? (await import('./salvage-config.ts')).salvagedConfig(read.text) : defaultConfig
  return withUsableFolders(config, folder)
}

/** A longer config is refused for its length alone. */
const salvageLimit = 64 * 1024

async function withUsableFolders(config: ProjectConfig, folder: string): Promise<Result<OpenConfig>> {
  const root = await realpath(folder).catch(() => folder)
  const usable = async (names: readonly string[]) => {
    const found = await Promise.all(names.map((name) => innerFolder(root, name, undefined)))
    return found.flatMap((result) => (result.ok && result.value !== undefined ? [result.value] : []))
  }
  return ok({ config, procedureFolders: await usable(config.procedures), templateFolders: await usable(config.templates) })
}

/** A config given as a text in place of the file in its folder. */
export function checkConfigText(file: SourceFile, folder: string): Promise<Result<OpenConfig>> {
  return writtenConfig(file, folder)
}

function fileDiagnostic(path: string, problem: TextProblem): Diagnostic {
  if (problem.kind === 'not-utf-8') return configDiagnostics.create('not-utf-8', startOf(path), { path })
  const words = problem.kind === 'unreadable' ? problem.problem : 'it is larger than 1 MiB'
  return configDiagnostics.create('unreadable-file', startOf(path), { path, problem: words })
}

/** The text held against the schema, with the places of its members. */
export async function parseConfig(file: SourceFile): Promise<Result<JsonDocument>> {
  // Loaded only where there is a config: a call of a Lua procedure needs no JSON otherwise.
  const [{ parseJsonDocument }, { configSchema }] = await Promise.all([
    import('@vodflow/frontend-json'), import('../generated/config-schema.ts'),
  ])
  return parseJsonDocument(file, { validate: configSchema, prefix: 'config' })
}

async function writtenConfig(file: SourceFile, folder: string): Promise<Result<OpenConfig>> {
  const parsed = await parseConfig(file)
  if (!parsed.ok) return parsed
  // The schema has held the value against exactly this shape.
  const written = parsed.value.value as WrittenConfig
  const config: ProjectConfig = {
    defaults: { ...defaultConfig.defaults, ...written.defaults },
    encoder: { ...defaultConfig.encoder, ...written.encoder },
    optimiser: { ...defaultConfig.optimiser, ...written.optimiser },
    ...(written.cache && { cache: written.cache }),
    pull: { ...defaultConfig.pull, ...written.pull },
    ...(written.recordings && { recordings: written.recordings }),
    ...(written.kms && { kms: written.kms }),
    ...(written.review && { review: written.review }),
    ...publishOf(written.publish),
    procedures: written.procedures ?? defaultConfig.procedures,
    templates: written.templates ?? defaultConfig.templates,
  }
  const place: PlaceOf = (member, index) => (written[member] ? parsed.value.spanAt([member, index]) : undefined)
  return withEarlier(parsed.diagnostics, await withFolders(file, config, folder, place))
}

/** Nothing is required of a config, so a stage without a program is none. */
function publishOf({ command, ...publish }: Partial<PublishConfig> = {}): Pick<ProjectConfig, 'publish'> {
  return command === undefined ? {} : { publish: { ...publish, command } }
}

async function withFolders(file: SourceFile | undefined, config: ProjectConfig, folder: string, place: PlaceOf): Promise<Result<OpenConfig>> {
  const problems: Diagnostic[] = []
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined) return fail(configDiagnostics.create('no-such-folder', undefined, { folder, problem: 'there is none there' }))
  const foldersOf = async (member: FolderMember) => {
    const found = await Promise.all(config[member].map((name, index) => innerFolder(root, name, place(member, index))))
    problems.push(...found.flatMap(({ diagnostics }) => diagnostics))
    return found.flatMap((result) => (result.ok && result.value !== undefined ? [result.value] : []))
  }
  const procedureFolders = await foldersOf('procedures')
  const templateFolders = await foldersOf('templates')
  return settle({ ...(file && { file }), config, procedureFolders, templateFolders }, problems)
}

/** A folder of the config as it really is; undefined where there is none, which is worth a word only if somebody wrote it. */
async function innerFolder(root: string, name: string, span: SourceSpan | undefined): Promise<Result<string | undefined>> {
  try {
    const real = await realPathInside(root, resolve(root, name))
    if (real === undefined) return fail(configDiagnostics.create('outside-project', span, { folder: name }))
    return (await stat(real)).isDirectory() ? ok(real) : fail(configDiagnostics.create('not-a-folder', span, { folder: name }))
  } catch {
    // A way out of the project is refused whether or not something is there.
    if (!isBelow(root, resolve(root, name))) return fail(configDiagnostics.create('outside-project', span, { folder: name }))
    return ok(undefined, span === undefined ? [] : [configDiagnostics.create('missing-folder', span, { folder: name })])
  }
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(join(root, '/'))
}
