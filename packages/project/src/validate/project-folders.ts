import { dirname } from 'node:path'
import { configName, nearestWithConfig } from '../config/project-folder.ts'
import { kindByName } from './kinds.ts'

/** Of which project a file is: of the one that was named, else of the nearest folder upwards with a config. Each folder is looked at once. */
export class ProjectFolders {
  readonly #directory: string
  readonly #isNamed: boolean
  readonly #folders = new Map<string, Promise<string>>()

  /** `directory` is also the project of files that are below no config. */
  constructor(directory: string, isNamed: boolean) {
    this.#directory = directory
    this.#isNamed = isNamed
  }

  of(path: string): Promise<string> {
    const parent = dirname(path)
    // A config is always that of its own folder.
    if (path.endsWith(configName) && kindByName(path) === 'config') return Promise.resolve(parent)
    if (this.#isNamed) return Promise.resolve(this.#directory)
    const known = this.#folders.get(parent) ?? nearestWithConfig(parent).then((folder) => folder ?? this.#directory)
    this.#folders.set(parent, known)
    return known
  }
}
