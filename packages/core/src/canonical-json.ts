import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * JSON with the keys of every object in code-unit order and no white space; members that are undefined are left out. Keys that are
 * whole numbers come first, by size, as JavaScript keeps them: no graph has any.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value))
}

/** The same order, two spaces deep: for files that people read and compare. Ends with a line feed. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), undefined, 2)}\n`
}

/** SHA-256 of the canonical JSON, lower-case hex. */
export function contentDigest(value: unknown): string {
  return sha256Hex(utf8ToBytes(canonicalJson(value)))
}

export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]))
}
