import { randomBytes } from 'node:crypto'
import { lstat, open, readFile, realpath, rename, rm, type FileHandle } from 'node:fs/promises'
import { ioProblem, isInside } from '../templates/bounded-read.ts'

export interface Replacement {
  /** Absolute. */
  readonly path: string
  /** As messages name it. */
  readonly shown: string
  /** The project's folder: a link out of it is not followed. */
  readonly root: string
  readonly before: string
  readonly after: string
}

/** Another text in a file: whole or not at all, with its permissions and its byte order mark. Why not, in a sentence. */
export async function replaceText({ path, shown, root, before, after }: Replacement): Promise<string | undefined> {
  try {
    const real = await realpath(path)
    if ((await lstat(path)).isSymbolicLink() && !isInside(await realpath(root), real)) return `'${shown}' is a link that leads out of the project, and is left as it is`
    const bytes = await readFile(real)
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\uFEFF' : ''
    if (!bytes.equals(Buffer.from(mark + before, 'utf8'))) return `'${shown}' has been changed meanwhile, and is left as it is`
    await write(real, mark + after)
    return undefined
  } catch (error) {
    return `'${shown}' cannot be written: ${ioProblem(error)}`
  }
}

async function write(path: string, text: string): Promise<void> {
  const { mode } = await lstat(path)
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', mode & 0o7777)
    await filled(file, text, mode & 0o7777)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function filled(file: FileHandle, text: string, mode: number): Promise<void> {
  try {
    await file.writeFile(text)
    // What the process' mask took away.
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}
