import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** A write that failed, so that it is not taken for a fault of the network. */
export class NotWritten extends Error {}

/** A file that grows, and the MD5 of what is in it. */
export class PartFile {
  readonly #file: FileHandle
  #hash: Hash = createHash('md5')
  #size = 0
  #synced = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Keeps the first `trusted` bytes of what is there; they are read, since their MD5 is part of the whole one. */
  static async open(path: string, trusted: number): Promise<PartFile> {
    const part = new PartFile(await written(() => open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)))
    try {
      await written(() => part.#file.truncate(trusted))
      await part.#readBack(trusted)
      return part
    } catch (error) {
      await part.close()
      throw error
    }
  }

  get size(): number {
    return this.#size
  }

  /** Of these many bytes it is certain that they are on the disk. */
  get synced(): number {
    return this.#synced
  }

  async append(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const from = at
      // A disk that is nearly full takes a part of it and gives no error.
      at += (await written(() => this.#file.write(chunk, from, chunk.length - from, this.#size + from))).bytesWritten
    }
    this.#hash.update(chunk)
    this.#size += chunk.length
  }

  async restart(): Promise<void> {
    await written(() => this.#file.truncate(0))
    this.#hash = createHash('md5')
    this.#size = 0
    this.#synced = 0
  }

  async sync(): Promise<void> {
    await written(() => this.#file.datasync())
    this.#synced = this.#size
  }

  /** Of what is in it now; it may go on growing. */
  md5(): string {
    return this.#hash.copy().digest('hex')
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  async #readBack(bytes: number): Promise<void> {
    const buffer = Buffer.alloc(Math.min(bytes, 1024 * 1024))
    while (this.#size < bytes) {
      const { bytesRead } = await written(() => this.#file.read(buffer, 0, Math.min(buffer.length, bytes - this.#size), this.#size))
      if (bytesRead === 0) return
      this.#hash.update(buffer.subarray(0, bytesRead))
      this.#size += bytesRead
    }
  }
}

export async function written<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new NotWritten('a file could not be written', { cause: error })
  }
}
