import { readFile } from 'node:fs/promises'
import { encrypts, type FfmpegWork } from '@vodflow/backend-ffmpeg'
import { fileIdOf, filesOf, identifyParts, openEncryption, type Encryption, type KeySource, type PlanStep, type WrappedKey } from '@vodflow/engine'
import type { Invocation } from '../invocation.ts'
import { projectPlace } from '../plan/places.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import { requestOf } from '../plan/planned-source.ts'
import { writeWhole } from '../result/write-result.ts'
import { dataKeys, keysOf } from './data-keys.ts'

/**
 * What one step of a plan encrypts with: the steps of one plan in one folder share a key, which is kept wrapped in `record`. The
 * sentence that says why there is none; undefined for a step that encrypts nothing.
 */
export async function stepEncryption(file: PlanFile, step: PlanStep<FfmpegWork>, record: string, invocation: Invocation): Promise<Encryption | string | undefined> {
  if (step.work.type !== 'ffmpeg' || !encrypts(step.work)) return undefined
  if (JSON.stringify(file.graph).includes('***')) return "the address of the key holds what no plan keeps; 'vodflow apply' does the whole plan with it"
  const keys = await projectKeys(file, invocation)
  if (keys === undefined) return 'the master key cannot be used'
  if ('missing' in keys) return keys.missing
  const kept = await readFile(record, 'utf8').catch(() => undefined)
  // Written below, by this program, under the digest of this very plan.
  const key = kept === undefined ? await newKey(file, keys) : (JSON.parse(kept) as WrappedKey)
  const encryption = openEncryption(file.graph, key, keys)
  if (encryption === undefined) return 'the steps before this one encrypted with another master key; put it back, or name a new folder'
  return (kept === undefined ? await writeWhole(record, `${JSON.stringify(key)}\n`) : undefined) ?? encryption
}

async function projectKeys({ basis }: PlanFile, invocation: Invocation): Promise<KeySource | undefined> {
  if (basis === undefined) return { missing: "this plan does not say where its master key is; plan again with 'vodflow plan -o'" }
  const { folder } = await projectPlace(basis, invocation)
  return keysOf(invocation, { keys: () => dataKeys(basis.config.kms, folder, invocation.io.env) })
}

async function newKey({ source }: PlanFile, keys: Exclude<KeySource, { readonly missing: string }>): Promise<WrappedKey> {
  const request = requestOf(source)
  return keys.make(fileIdOf(await identifyParts((request && filesOf(request)) ?? { parts: [] })))
}
