import { createHash } from 'node:crypto'
import type { TaskGraph, TaskId } from '@vodflow/core'
import type { SourceIdentity } from './source-identity.ts'

/** The key that a run encrypts with, as it is kept with the run: wrapped, so that it says nothing to who has not the master key. */
export interface WrappedKey {
  readonly fileId: string
  readonly edk: string
}

/** Makes and opens data keys; the keys themselves are written down nowhere. */
export interface DataKeys {
  readonly make: (fileId: string) => WrappedKey
  /** Undefined for a key that this master key did not wrap. */
  readonly open: (wrapped: WrappedKey) => Uint8Array | undefined
}

/** What a master key gives, or the sentence that says why there is none. */
export type KeySource = DataKeys | { readonly missing: string }

/** What a back end encrypts with, while a step runs. */
export interface Encryption extends WrappedKey {
  readonly dataKey: Uint8Array
  /** Where players ask for it, by the task that is encrypted. */
  readonly keyAddresses: { readonly [task: string]: string }
}

/** Whether a run of this graph needs a key. One for all of it (GetVideoInfo's `SingleKey`), however many outputs it encrypts. */
export function isEncrypted(graph: TaskGraph): boolean {
  return encryptedTasks(graph).length > 0
}

/** The encrypted tasks of a graph with the address of their key. */
export function keyAddresses(graph: TaskGraph, key: WrappedKey): Encryption['keyAddresses'] {
  return Object.fromEntries(encryptedTasks(graph).map(({ id, template }) => [id, keyAddress(template, key)]))
}

interface EncryptedTask {
  readonly id: TaskId
  readonly template: { readonly getKeyUrl: string; readonly keySource: string }
}

function encryptedTasks(graph: TaskGraph): readonly EncryptedTask[] {
  return graph.tasks.flatMap((task) => (task.kind === 'transcode' && task.drm !== undefined ? [{ id: task.id, template: task.drm.template }] : []))
}

/**
 * templates.md §7: `fileId`, `keySource` and `edk` are added to what the template says. Its own query and fragment stay as they are,
 * but for what an address must not hold (a space, a quote, a letter beyond ASCII), which is written with percent signs.
 */
export function keyAddress({ getKeyUrl, keySource }: EncryptedTask['template'], { fileId, edk }: WrappedKey): string {
  const { href } = new URL(getKeyUrl)
  const at = href.indexOf('#')
  const [address, fragment] = at < 0 ? [href, ''] : [href.slice(0, at), href.slice(at)]
  const added = Object.entries({ fileId, keySource, edk }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const between = !address.includes('?') ? '?' : /[?&]$/u.test(address) ? '' : '&'
  return address + between + added + fragment
}

/**
 * The fileId of a source that has none: 19 digits, as the service gives them, the same for the same bytes wherever the file lies and
 * whenever it was copied.
 */
export function fileIdOf(identities: readonly (Pick<SourceIdentity, 'sizeBytes' | 'sha256OfEnds'> | null)[]): string {
  const parts = identities.map((one) => (one === null ? '' : `${one.sizeBytes} ${one.sha256OfEnds}`))
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  // The first digit is never 0, which would be lost wherever somebody takes it for a number.
  return String(10n ** 18n + (BigInt(`0x${digest}`) % (9n * 10n ** 18n)))
}

/** Undefined for a run that does not encrypt, and for a key that cannot be opened here. */
export function openEncryption(graph: TaskGraph | undefined, key: WrappedKey | undefined, keys: KeySource | undefined): Encryption | undefined {
  const dataKey = graph && key && keys && 'open' in keys ? keys.open(key) : undefined
  return dataKey && graph && key && { ...key, dataKey, keyAddresses: keyAddresses(graph, key) }
}
