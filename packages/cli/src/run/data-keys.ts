import { ok, type KmsConfig, type Result } from '@vodflow/core'
import type { KeySource } from '@vodflow/engine'
import { reportDiagnostics, type Invocation } from '../invocation.ts'
import type { LocalBackend } from '../local-backend.ts'

/** The keys of a project; most have none to look for, and load nothing. */
export async function dataKeys(config: KmsConfig | undefined, folder: string, env: NodeJS.ProcessEnv): Promise<Result<KeySource>> {
  const { findMasterKey, newDataKey, unwrap } = await import('@vodflow/kms')
  const found = await findMasterKey({ config, folder, env })
  if (!found.ok) return found
  if ('missing' in found.value) return ok({ missing: found.value.missing }, found.diagnostics)
  const { key } = found.value
  const source: KeySource = {
    make: (fileId) => {
      const { edk } = newDataKey(key, fileId)
      return { fileId, edk }
    },
    open: ({ fileId, edk }) => {
      const opened = unwrap(key, edk)
      return opened.ok && opened.fileId === fileId ? opened.dataKey : undefined
    },
  }
  return ok(source, found.diagnostics)
}

/** What this project encrypts with, once what is wrong with it has been told; undefined where that is an error. */
export async function keysOf(invocation: Invocation, session: { readonly keys: () => Promise<Result<KeySource>> }): Promise<KeySource | undefined> {
  const keys = await session.keys()
  await reportDiagnostics(invocation, keys.diagnostics)
  return keys.ok ? keys.value : undefined
}

/** A back end whose plans say where nothing can be encrypted. */
export function planningWith(backend: LocalBackend, keys: KeySource): LocalBackend {
  if (!('missing' in keys)) return backend
  return { ...backend, plan: (compiled, inspection, options, earlier) => backend.plan(compiled, inspection, { ...options, noKeys: keys.missing }, earlier) }
}
