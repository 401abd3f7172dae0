import { createMemoryStore, openJsonLinesStore, type RunStore } from '@vodflow/engine'
import { describeRunStoreContract } from '@vodflow/testing'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

describeRunStoreContract('memory', async () => ({ store: createMemoryStore(), manyRuns: true }))

describeRunStoreContract('JSON lines', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'vodflow-store-')), 'run.jsonl')
  return { store: await open(path), reopen: () => open(path), manyRuns: false }
})

async function open(path: string): Promise<RunStore> {
  const store = await openJsonLinesStore(path)
  if (!store.ok) throw new Error(store.diagnostics[0]?.message)
  return store.value
}
