import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { fail, ok, type KmsConfig, type Result } from '@vodflow/core'
import { masterKeyDiagnostics } from './diagnostics.ts'
import { masterKeyBytes, masterKeyOf, type MasterKey } from './edk.ts'

/** Where a master key is looked for; a path is relative to the project's folder. */
export interface MasterKeyPlace {
  readonly config: KmsConfig | undefined
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A key, or the sentence that says why there is none here: what one machine lacks (a CI without the secret) is no mistake. */
export type FoundMasterKey = { readonly key: MasterKey } | { readonly missing: string }

/** Longer than any spelling of 32 bytes, with room for white space. */
const most = 4096

/** A key that is there and is none is a `config/…` error. What was read is never part of a message. */
export async function findMasterKey({ config, folder, env }: MasterKeyPlace): Promise<Result<FoundMasterKey>> {
  if (config === undefined) return ok({ missing: "there is no master key; name one in the config, as in '\"kms\": { \"masterKeyFile\": \"master.key\" }'" })
  if ('masterKeyEnv' in config) {
    const text = env[config.masterKeyEnv]
    if (text === undefined || text.trim() === '') return ok({ missing: `the variable '${config.masterKeyEnv}', which holds the master key, is not set` })
    return keyIn(text, `the variable '${config.masterKeyEnv}'`)
  }
  const path = isAbsolute(config.masterKeyFile) ? config.masterKeyFile : join(folder, config.masterKeyFile)
  const read = await readBounded(path)
  if ('problem' in read) return ok({ missing: `the master key cannot be read from '${config.masterKeyFile}': ${read.problem}` })
  const key = keyIn(read.text, `'${config.masterKeyFile}'`)
  if (!key.ok || (read.mode & 0o004) === 0 || process.platform === 'win32') return key
  const mode = (read.mode & 0o777).toString(8).padStart(3, '0')
  return ok(key.value, [masterKeyDiagnostics.create('exposed-master-key', undefined, { path: config.masterKeyFile, mode })])
}

function keyIn(text: string, place: string): Result<FoundMasterKey> {
  const bytes = parseMasterKey(text)
  if (typeof bytes === 'string') return fail(masterKeyDiagnostics.create('bad-master-key', undefined, { place, found: bytes }))
  return ok({ key: masterKeyOf(bytes) })
}

/** 32 bytes as hex or base64 (also base64url), white space around them; else what was found, in words that show nothing of it. */
export function parseMasterKey(text: string): Buffer | string {
  const written = text.trim()
  if (written === '') return 'empty'
  const hex = /^[0-9a-f]+$/iu.test(written)
  // 44 characters of base64 can look like hex, 64 of hex are 48 bytes of base64: the length decides.
  const bytes = hex && written.length % 2 === 0 && written.length !== 44 ? Buffer.from(written, 'hex') : base64(written)
  if (bytes === undefined) return 'neither hex nor base64'
  return bytes.length === masterKeyBytes ? bytes : bytes.length === 1 ? '1 byte long' : `${bytes.length} bytes long`
}

function base64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/_-]+={0,2}$/u.test(text) ? Buffer.from(text, 'base64') : undefined
}

type Read = { readonly text: string; readonly mode: number } | { readonly problem: string }

async function readBounded(path: string): Promise<Read> {
  try {
    // Not blocking: a pipe that nobody writes to would hold us forever.
    const { O_RDONLY, O_NONBLOCK = 0 } = constants
    const file = await open(path, O_RDONLY | O_NONBLOCK)
    try {
      const stats = await file.stat()
      if (!stats.isFile()) return { problem: 'it is no file' }
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
      return { text: buffer.toString('utf8', 0, bytesRead), mode: stats.mode }
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { problem: code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' || code === 'EPERM' ? 'it is not permitted' : 'it cannot be opened' }
  }
}
