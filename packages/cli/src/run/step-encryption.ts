import { readFile } from 'node:fs/promises'
import { encrypts, type FfmpegWork } from '@vodflow/backend-ffmpeg'
import { canonicalJson, type TaskGraph } from '@vodflow/core'
import { fileIdOf, filesOf, identifyParts, openEncryption, type Encryption, type KeySource, type PlanStep, type WrappedKey } from '@vodflow/engine'
import type { Invocation } from '../invocation.ts'
import { projectPlace } from '../plan/places.ts'
import type { PlanFile } from '../plan/plan-file.ts'
import { requestOf } from '../plan/planned-source.ts'
import { withoutSecrets } from '../plan/without-secrets.ts'
import { writeWhole } from '../result/write-result.ts'
import { dataKeys, keysOf } from './data-keys.ts'

/**
 * What one step of a plan encrypts with: the steps of one plan in one folder share a key, which is kept wrapped in `record`. The
 * sentence that says why there is none; undefined for a step that encrypts nothing.
 */
export async function stepEncryption(file: PlanFile, step: PlanStep<FfmpegWork>, record: string, invocation: Invocation): Promise<Encryption | string | undefined> {
  if (step.work.type !== 'ffmpeg' || !encrypts(step.work)) return undefined
  const { basis } = file
  if (basis === undefined) return "this plan does not say where its master key is; plan again with 'vodflow plan -o'"
  const { folder } = await projectPlace(basis, invocation)
  const keys = await keysOf(invocation, { keys: () => dataKeys(basis.config.kms, folder, invocation.io.env) })
  if (keys === undefined) return 'the master key cannot be used'
  if ('missing' in keys) return keys.missing
  const kept = await readFile(record, 'utf8').catch(() => undefined)
  // Written below, by this program, under the digest of this very plan.
  const key = kept === undefined ? await newKey(file, keys) : (JSON.parse(kept) as WrappedKey)
  const graph = await withAddresses(file.graph, { ...invocation, projectFolder: folder })
  if (typeof graph === 'string') return graph
  const encryption = openEncryption(graph, key, keys)
  if (encryption === undefined) return 'the steps before this one encrypted with another master key; put it back, or name a new folder'
  return (kept === undefined ? await writeWhole(record, `${JSON.stringify(key)}\n`) : undefined) ?? encryption
}

/** No plan keeps the query of an address: the template has it, in so far as it still is the one that the plan was made with. */
async function withAddresses(graph: TaskGraph, invocation: Invocation): Promise<TaskGraph | string> {
  if (!JSON.stringify(graph).includes('***')) return graph
  const { openSession } = await import('../session.ts')
  const opened = await openSession(invocation)
  if (!opened.ok) return 'the project that has the address of its key cannot be read'
  const session = opened.value
  try {
    const tasks: TaskGraph['tasks'][number][] = []
    for (const task of graph.tasks) {
      const planned = task.kind === 'transcode' ? task.drm : undefined
      const now = planned && session.templates.find('drm', planned.definition)?.body
      if (planned && canonicalJson(withoutSecrets(now ?? null)) !== canonicalJson(planned.template)) return `drm template ${planned.definition} has changed since; plan again`
      tasks.push(task.kind === 'transcode' && planned && now ? { ...task, drm: { ...planned, template: now } } : task)
    }
    return { ...graph, tasks }
  } finally {
    await session.close()
  }
}

async function newKey({ source }: PlanFile, keys: Exclude<KeySource, { readonly missing: string }>): Promise<WrappedKey> {
  const request = requestOf(source)
  return keys.make(fileIdOf(await identifyParts((request && filesOf(request)) ?? { parts: [] })))
}
