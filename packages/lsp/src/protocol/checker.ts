import type { Diagnostic } from '@vodflow/core'
import type { Diagnostic as WireDiagnostic } from 'vscode-languageserver/node'
import type { Session } from '../session.ts'
import { wireDiagnostics } from './diagnostics.ts'

/** As long as somebody types, nothing is checked. */
const pauseMilliseconds = 150
/** What another text may have changed can wait longer. */
const longPauseMilliseconds = 500

export interface CheckerOptions {
  readonly session: Session
  readonly publish: (uri: string, version: number | undefined, diagnostics: WireDiagnostic[]) => void
  /** Says the messages in the user's language. */
  readonly translate: (diagnostics: readonly Diagnostic[]) => Promise<readonly Diagnostic[]>
  readonly failed: (error: unknown) => void
}

/** Tells what is wrong with the open texts, each time that one of them has changed and rests. */
export class Checker {
  readonly #options: CheckerOptions
  readonly #due = new Map<string, NodeJS.Timeout>()
  /** What was last found, in the version that it was found in. */
  readonly #found = new Map<string, { readonly version: number; readonly diagnostics: readonly Diagnostic[] }>()

  constructor(options: CheckerOptions) {
    this.#options = options
  }

  schedule(uri: string, pause = pauseMilliseconds): void {
    clearTimeout(this.#due.get(uri))
    this.#due.set(uri, setTimeout(() => void this.#check(uri), pause))
  }

  /** The texts that look something up in the one that has changed; nothing is looked up in a file of calls. */
  scheduleOthers(changed: string): void {
    if (changed.endsWith('.call')) return
    for (const { uri } of this.#options.session.texts()) if (uri !== changed) this.schedule(uri, longPauseMilliseconds)
  }

  scheduleAll(): void {
    for (const { uri } of this.#options.session.texts()) this.schedule(uri)
  }

  clear(uri: string): void {
    clearTimeout(this.#due.get(uri))
    this.#due.delete(uri)
    this.#found.delete(uri)
    this.#options.publish(uri, undefined, [])
  }

  /** What is known to be wrong with a text as it is now. */
  found(uri: string): readonly Diagnostic[] {
    const known = this.#found.get(uri)
    return known && known.version === this.#options.session.text(uri)?.version ? known.diagnostics : []
  }

  /** What is wrong with a text as it is now. */
  async now(uri: string): Promise<readonly Diagnostic[]> {
    const { session } = this.#options
    const known = this.#found.get(uri)
    if (known && known.version === session.text(uri)?.version) return known.diagnostics
    const opened = await session.opened(uri)
    return opened ? session.check(opened) : []
  }

  stop(): void {
    for (const timer of this.#due.values()) clearTimeout(timer)
  }

  async #check(uri: string): Promise<void> {
    const { session, publish, translate, failed } = this.#options
    this.#due.delete(uri)
    const version = session.text(uri)?.version
    // A newer text is checked on its own account.
    const isOld = () => version === undefined || this.#due.has(uri) || session.text(uri)?.version !== version
    try {
      const opened = await session.opened(uri)
      const diagnostics = opened ? await translate(await session.check(opened)) : []
      if (isOld() || version === undefined) return
      this.#found.set(uri, { version, diagnostics })
      const wire = opened ? await wireDiagnostics(session, opened, diagnostics) : []
      if (!isOld()) publish(uri, version, wire)
    } catch (error) {
      failed(error)
    }
  }
}
