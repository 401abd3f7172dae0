import { mkdir, rename, utimes } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { fail, ok, type Diagnostic, type Result } from '@vodflow/core'
import { allowListOf } from './allow-list.ts'
import { ask, type Asking, type Headers } from './ask.ts'
import { pullDiagnostics, pullRoomDiagnostics } from './diagnostics.ts'
import { freeBytes, syncFolder, wordsOfFile } from './disk.ts'
import { bootId, digestOf, freshKept, type Kept, keptFiles, type KeptFiles, readKept, removeKept, sizeOf, writeKept } from './kept.ts'
import { type Network, systemNetwork } from './network.ts'
import { NotWritten, PartFile, written } from './part-file.ts'
import { contentTypeOf, lengthOf, packingOf, rangeOf, unpacked, watchSpeed } from './receive.ts'
import { badStatus } from './status.ts'
import { codeOf, trouble, type Trouble, wordsOf } from './trouble.ts'
import { readUrl, shownUrl } from './url.ts'
import { agrees, hasStrongTag, sameVersion, strongest, validatorsOf } from './validators.ts'

export interface PullRequest {
  readonly url: string
  /** Lower-case hex of the whole file; what has another is refused. */
  readonly md5?: string
  readonly maxBytes: number
  /** `pull.allow` of the config. */
  readonly allow: readonly string[]
}

export interface PullProgress {
  readonly receivedBytes: number
  /** Absent while the server does not say. */
  readonly totalBytes?: number
}

export interface PullRetry {
  /** What ended the attempt before, in words. */
  readonly why: string
  readonly afterMs: number
}

export interface PullContext {
  /** Absolute, this pull's alone: what it holds of an earlier pull of the same URL is gone on with, all else in it is replaced. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Called for each piece that comes. */
  readonly onProgress?: (progress: PullProgress) => void
  /** Called before each further attempt. */
  readonly onRetry?: (retry: PullRetry) => void
  readonly network?: Network
}

export interface PulledFile {
  /** Absolute, inside the folder. */
  readonly path: string
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly md5: string
  /** What the server called it. */
  readonly contentType?: string
}

/**
 * Makes a file of a URL. Failed with `check/source-…` where the URL or its server is at fault, `run/…` where this machine is, and
 * without a word where the signal was aborted; what has come by then is kept for the next time.
 */
export async function pullFile(request: PullRequest, context: PullContext): Promise<Result<PulledFile>> {
  const url = readUrl(request.url)
  if (!url.ok) return url
  const pull = new Pull(url.value, request, context)
  try {
    return await pull.run()
  } catch (error) {
    if (context.signal.aborted) return fail()
    if (error instanceof NotWritten) return fail(pull.notWritten(error.cause))
    throw error
  } finally {
    await pull.close()
  }
}

/** So many bytes more than ever before show that trying is worth it. */
const worthwhileBytes = 1024 * 1024
const syncEveryBytes = 64 * 1024 * 1024

class Pull {
  readonly #url: URL
  readonly #request: PullRequest
  readonly #context: PullContext
  readonly #network: Network
  readonly #asking: Asking
  readonly #files: KeptFiles
  #kept: Kept
  #part: PartFile | undefined
  /** Bytes of the part that another process left: should the MD5 be wrong, it may be theirs. */
  #inherited = 0

  constructor(url: URL, request: PullRequest, context: PullContext) {
    this.#url = url
    this.#request = request
    this.#context = context
    this.#network = context.network ?? systemNetwork
    this.#asking = { network: this.#network, allowed: allowListOf(request.allow), signal: context.signal }
    this.#files = keptFiles(context.folder, url)
    this.#kept = freshKept(url, undefined)
  }

  async run(): Promise<Result<PulledFile>> {
    await written(() => mkdir(this.#context.folder, { recursive: true }))
    const whole = await this.#open()
    if (whole !== undefined) {
      const still = await this.#stillTheSame(whole)
      if (still === 'same') return this.#finished(whole)
      if (still !== 'other') return fail(still.tell(1))
      await this.#startOver()
    }
    const came = await this.#fetch()
    if (came !== 'whole') return fail(came)
    const done = await this.#complete()
    if (done.ok || this.#inherited === 0) return done
    await this.#startOver()
    const again = await this.#fetch()
    return again === 'whole' ? this.#complete() : fail(again)
  }

  async close(): Promise<void> {
    await this.#part?.close()
  }

  notWritten(cause: unknown): Diagnostic {
    const code = codeOf(cause)
    const { folder } = this.#context
    const { totalBytes } = this.#kept
    if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return pullRoomDiagnostics.create('source-not-kept', undefined, { folder, why: wordsOfFile(code) })
    return this.#noRoom(totalBytes === undefined ? 'unknown' : Math.max(0, totalBytes - (this.#part?.size ?? 0)))
  }

  /** Takes up what an earlier pull left; what it holds of a whole file, where it holds one. */
  async #open(): Promise<Kept['done']> {
    const boot = await bootId()
    const old = await readKept(this.#files)
    const mine = old !== undefined && old.url === shownUrl(this.#url) ? old : undefined
    if (mine?.done !== undefined && (await sizeOf(this.#files.whole)) === mine.done.sizeBytes) {
      this.#kept = mine
      return mine.done
    }
    const trusted = mine === undefined ? 0 : await this.#trustedBytes(mine, boot)
    if (trusted === 0) await written(() => removeKept(this.#files))
    this.#part = await PartFile.open(this.#files.part, trusted)
    this.#inherited = this.#part.size
    // A part that another process wrote may still be on its way to the disk.
    if (this.#inherited > 0) await this.#part.sync()
    const { done: _done, boot: _boot, ...rest } = mine ?? freshKept(this.#url, boot)
    this.#kept = trusted === 0 ? freshKept(this.#url, boot) : { ...rest, ...(boot !== undefined && { boot }), urlDigest: digestOf(this.#url), syncedBytes: this.#part.synced }
    return undefined
  }

  /** Of another query, another signature say, only where the server can prove that it is the same file. */
  async #trustedBytes(old: Kept, boot: string | undefined): Promise<number> {
    const canProve = strongest(old) !== undefined && (old.urlDigest === digestOf(this.#url) || hasStrongTag(old))
    if (!canProve) return 0
    const size = await sizeOf(this.#files.part)
    return boot !== undefined && old.boot === boot ? size : Math.min(size, old.syncedBytes)
  }

  /** Asks whether a file that is here whole is still the one that is there. */
  async #stillTheSame({ md5 }: NonNullable<Kept['done']>): Promise<'same' | 'other' | Trouble> {
    if (this.#request.md5 !== undefined && this.#request.md5 !== md5) return 'other'
    const { etag, lastModified } = this.#kept
    const headers: Headers = { ...(etag !== undefined && { 'if-none-match': etag }), ...(etag === undefined && lastModified !== undefined && { 'if-modified-since': lastModified }) }
    if (Object.keys(headers).length === 0) return 'other'
    const answer = await ask(this.#url, headers, this.#asking)
    if ('is' in answer) return answer
    answer.destroy()
    if (answer.statusCode === 304) return 'same'
    if (answer.statusCode !== 200) return badStatus(this.#url, answer)
    return sameVersion(this.#kept, validatorsOf(answer.headers)) ? 'same' : 'other'
  }

  async #startOver(): Promise<void> {
    await this.#part?.close()
    this.#part = undefined
    await written(() => removeKept(this.#files))
    this.#part = await PartFile.open(this.#files.part, 0)
    this.#inherited = 0
    this.#kept = freshKept(this.#url, await bootId())
  }

  /** Attempts until the whole file is here, or until trying is of no use. */
  async #fetch(): Promise<'whole' | Diagnostic> {
    const { limits, wait } = this.#network
    let fruitless = 0
    let mark = this.#size
    for (let attempt = 1; ; attempt += 1) {
      const came = await this.#attempt()
      if (came === 'whole') return came
      const gained = this.#size - mark >= worthwhileBytes
      fruitless = gained ? 1 : fruitless + 1
      if (gained) mark = this.#size
      if (!came.again || fruitless >= limits.attempts || attempt >= limits.allAttempts) return came.tell(attempt)
      const afterMs = came.afterMs ?? limits.backOffMs * 2 ** (fruitless - 1)
      this.#context.onRetry?.({ why: came.why, afterMs })
      await wait(afterMs, this.#context.signal)
    }
  }

  get #size(): number {
    return this.#part?.size ?? 0
  }

  async #attempt(): Promise<'whole' | Trouble> {
    const total = this.#kept.totalBytes
    if (this.#size > 0 && this.#size === total) return 'whole'
    const validator = strongest(this.#kept)
    if (this.#size > 0 && validator === undefined) await this.#partOpen().restart()
    const headers: Headers = this.#size > 0 && validator !== undefined ? { range: `bytes=${this.#size}-`, 'if-range': validator } : {}
    const answer = await ask(this.#url, headers, this.#asking)
    if ('is' in answer) return answer
    try {
      return await this.#take(answer)
    } finally {
      answer.destroy()
    }
  }

  async #take(answer: IncomingMessage): Promise<'whole' | Trouble> {
    const found = validatorsOf(answer.headers)
    if (answer.statusCode === 206 && this.#size > 0) {
      const range = rangeOf(answer)
      const total = range?.total ?? this.#kept.totalBytes
      const fits = range?.first === this.#size && packingOf(answer) === undefined && total === this.#kept.totalBytes && agrees(this.#kept, found)
      return fits ? this.#receive(answer) : this.#anew()
    }
    // What is asked for lies behind the end: the file has become shorter.
    if (answer.statusCode === 416 && this.#size > 0) return this.#anew()
    if (answer.statusCode !== 200) return badStatus(this.#url, answer)
    await this.#partOpen().restart()
    this.#inherited = 0
    const total = lengthOf(answer)
    // A packed answer has the tag of its packed form.
    this.#kept = { ...freshKept(this.#url, this.#kept.boot), ...(packingOf(answer) === undefined && found), ...(total !== undefined && { totalBytes: total }), ...contentTypeOf(answer) }
    return this.#receive(answer)
  }

  /** The remote file is another one now: the next attempt asks for all of it. */
  async #anew(): Promise<Trouble> {
    await this.#startOver()
    return this.#interrupted('it changed while it came', 0)
  }

  async #receive(answer: IncomingMessage): Promise<'whole' | Trouble> {
    const { totalBytes } = this.#kept
    if (totalBytes !== undefined && totalBytes > this.#request.maxBytes) return this.#tooLarge(totalBytes)
    const needed = (totalBytes ?? 0) - this.#size
    if (needed > (await freeBytes(this.#context.folder))) return trouble(this.#noRoom(needed))
    await written(() => writeKept(this.#files, this.#kept))
    const speed = watchSpeed(answer, this.#network.limits.idleMs, () => this.#size)
    try {
      for await (const chunk of unpacked(answer)) {
        // Without an encoding set, a stream of bytes gives buffers.
        const came = await this.#keep(chunk as Buffer)
        if (came !== undefined) return came
      }
    } catch (error) {
      if (this.#context.signal.aborted || error instanceof NotWritten) throw error
      return this.#interrupted(wordsOf(error))
    } finally {
      speed.stop()
    }
    if (totalBytes === undefined || this.#size === totalBytes) return 'whole'
    return this.#interrupted('the connection was cut')
  }

  async #keep(chunk: Buffer): Promise<Trouble | undefined> {
    const part = this.#partOpen()
    if (part.size + chunk.length > this.#request.maxBytes) return this.#tooLarge('more')
    await part.append(chunk)
    const { totalBytes } = this.#kept
    this.#context.onProgress?.({ receivedBytes: part.size, ...(totalBytes !== undefined && { totalBytes }) })
    if (part.size - part.synced < syncEveryBytes) return undefined
    await part.sync()
    this.#kept = { ...this.#kept, syncedBytes: part.synced }
    await written(() => writeKept(this.#files, this.#kept))
    return undefined
  }

  async #complete(): Promise<Result<PulledFile>> {
    const part = this.#partOpen()
    const md5 = part.md5()
    const { md5: expected } = this.#request
    if (expected !== undefined && md5 !== expected) {
      await written(() => removeKept(this.#files))
      return fail(pullDiagnostics.create('source-md5-differs', undefined, { url: shownUrl(this.#url), expected, found: md5 }))
    }
    await part.sync()
    const done = { sizeBytes: part.size, md5 }
    this.#kept = { ...this.#kept, syncedBytes: part.size, done }
    // In this order: between the two the part is a whole one, and only its name is still to be changed.
    await this.#giveItsDate()
    await written(() => writeKept(this.#files, this.#kept))
    await written(() => rename(this.#files.part, this.#files.whole))
    await syncFolder(this.#files.folder)
    return this.#finished(done)
  }

  /** The same file pulled twice has one time of change, where the server tells it, so that what was made of it is known again. */
  async #giveItsDate(): Promise<void> {
    const date = new Date(this.#kept.lastModified ?? '')
    if (!Number.isNaN(date.getTime())) await utimes(this.#files.part, date, date).catch(() => undefined)
  }

  #finished({ sizeBytes, md5 }: NonNullable<Kept['done']>): Result<PulledFile> {
    const { contentType } = this.#kept
    return ok({ path: this.#files.whole, sizeBytes, md5, ...(contentType !== undefined && { contentType }) })
  }

  #partOpen(): PartFile {
    if (this.#part === undefined) throw new Error('the part is not open')
    return this.#part
  }

  async #tooLarge(bytes: number | 'more'): Promise<Trouble> {
    await written(() => removeKept(this.#files))
    return trouble(pullDiagnostics.create('source-too-large', undefined, { url: shownUrl(this.#url), bytes, maxBytes: this.#request.maxBytes }))
  }

  #noRoom(needed: number | 'unknown'): Diagnostic {
    return pullRoomDiagnostics.create('no-room-for-source', undefined, { url: shownUrl(this.#url), folder: this.#context.folder, needed })
  }

  #interrupted(why: string, afterMs?: number): Trouble {
    return { is: 'trouble', again: true, why, ...(afterMs !== undefined && { afterMs }), tell: (attempts) => this.#cutShort(why, attempts) }
  }

  #cutShort(why: string, attempts: number): Diagnostic {
    const { totalBytes } = this.#kept
    return pullDiagnostics.create('source-cut-short', undefined, { url: shownUrl(this.#url), received: this.#size, total: totalBytes ?? 'unknown', why, attempts })
  }
}
