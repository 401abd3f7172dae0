import { fail, ok } from '@vodflow/core'
import { runDiagnostics } from '../diagnostics.ts'
import type { RunStore, StoredRun } from './run-store.ts'

/** Any number of runs, gone with the process. */
export function createMemoryStore(): RunStore {
  const runs = new Map<string, StoredRun>()
  return {
    async create(header, happenings) {
      if (runs.has(header.run)) return fail(runDiagnostics.create('exists', undefined, { run: header.run }))
      runs.set(header.run, structuredClone({ header, version: 1, happenings }))
      return ok(1)
    },
    async append(run, expectedVersion, happenings) {
      const stored = runs.get(run)
      if (stored === undefined) return fail(runDiagnostics.create('not-found', undefined, { run }))
      const { header, version } = stored
      if (version !== expectedVersion) {
        return fail(runDiagnostics.create('conflict', undefined, { run, expected: expectedVersion, found: version }))
      }
      runs.set(run, { header, version: version + 1, happenings: [...stored.happenings, ...structuredClone(happenings)] })
      return ok(version + 1)
    },
    load: async (run) => ok(structuredClone(runs.get(run))),
    list: async () => ok([...runs.values()].map(({ header }) => header)),
    async remove(run) {
      return runs.delete(run) ? ok(undefined) : fail(runDiagnostics.create('not-found', undefined, { run }))
    },
  }
}
