import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** 32 bytes that wrap data keys. An object without members to print, so that no log and no JSON ever shows it. */
export interface MasterKey {
  readonly kind: 'master-key'
}

/** A data key in its wrapping; `edk` may be shown to anybody. */
export interface WrappedKey {
  readonly fileId: string
  readonly edk: string
}

export type Unwrapped =
  | { readonly ok: true; readonly fileId: string; readonly dataKey: Buffer }
  /** `not-an-edk`: of no shape of ours; `other-version`: of a later one; `not-mine`: of another master key, or changed. */
  | { readonly ok: false; readonly why: 'not-an-edk' | 'other-version' | 'not-mine' }

export const masterKeyBytes = 32
export const dataKeyBytes = 16
/** Of UTF-8: a wire's fileId is 19 digits. */
export const maxFileIdBytes = 64

const version = 1
const nonceBytes = 12
const tagBytes = 16
const fixedBytes = 1 + nonceBytes + dataKeyBytes + tagBytes

/** Beside the objects, not in them. */
const secrets = new WeakMap<MasterKey, Buffer>()

export function masterKeyOf(bytes: Uint8Array): MasterKey {
  if (bytes.length !== masterKeyBytes) throw new RangeError(`a master key of ${bytes.length} bytes`)
  const key: MasterKey = { kind: 'master-key' }
  secrets.set(key, Buffer.from(bytes))
  return key
}

/** A fresh AES-128 key, wrapped. */
export function newDataKey(master: MasterKey, fileId: string): WrappedKey & { readonly dataKey: Buffer } {
  const dataKey = randomBytes(dataKeyBytes)
  return { fileId, edk: wrap(master, fileId, dataKey), dataKey }
}

/**
 * AES-256-GCM. Bytes: version, nonce, wrapped key, tag, fileId; as base64url. The version and the fileId are authenticated and not
 * hidden: who unwraps is only given the edk (DescribeDrmDataKey), and still learns for sure which file it is of.
 */
export function wrap(master: MasterKey, fileId: string, dataKey: Uint8Array): string {
  if (!isFileId(fileId)) throw new RangeError(`a fileId of 1 to ${maxFileIdBytes} bytes is wanted`)
  if (dataKey.length !== dataKeyBytes) throw new RangeError(`a data key of ${dataKey.length} bytes`)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', bytesOf(master), nonce, { authTagLength: tagBytes })
  cipher.setAAD(authenticated(fileId))
  const wrapped = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, wrapped, cipher.getAuthTag(), Buffer.from(fileId, 'utf8')]).toString('base64url')
}

/** Never throws: an edk comes from whoever asks for a key. */
export function unwrap(master: MasterKey, edk: string): Unwrapped {
  const bytes = bytesOfEdk(edk)
  if (bytes === undefined) return { ok: false, why: 'not-an-edk' }
  if (bytes[0] !== version) return { ok: false, why: 'other-version' }
  const part = (from: number, length: number): Buffer => bytes.subarray(from, from + length)
  const fileId = bytes.toString('utf8', fixedBytes)
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytesOf(master), part(1, nonceBytes), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.concat([bytes.subarray(0, 1), bytes.subarray(fixedBytes)]))
    decipher.setAuthTag(part(1 + nonceBytes + dataKeyBytes, tagBytes))
    const dataKey = Buffer.concat([decipher.update(part(1 + nonceBytes, dataKeyBytes)), decipher.final()])
    return { ok: true, fileId, dataKey }
  } catch {
    return { ok: false, why: 'not-mine' }
  }
}

/** What a fileId may be: it stands in an address and in a file name, so letters, digits and `_ . -` only. */
export function isFileId(fileId: string): boolean {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(fileId)
}

/** Only the one spelling that `wrap` gives; Node's decoder would take many. */
function bytesOfEdk(edk: string): Buffer | undefined {
  if (edk.length > Math.ceil(((fixedBytes + maxFileIdBytes) * 4) / 3)) return undefined
  const bytes = Buffer.from(edk, 'base64url')
  return bytes.length > fixedBytes && bytes.toString('base64url') === edk ? bytes : undefined
}

function authenticated(fileId: string): Buffer {
  return Buffer.concat([Buffer.from([version]), Buffer.from(fileId, 'utf8')])
}

function bytesOf(master: MasterKey): Buffer {
  const bytes = secrets.get(master)
  if (bytes === undefined) throw new Error('a master key that masterKeyOf did not make')
  return bytes
}
