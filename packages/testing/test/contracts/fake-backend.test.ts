import { describeBackendContract, createFakeBackend, fakeCompiled } from '@vodflow/testing'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathsOf, runDiagnostics } from '@vodflow/engine'
import { fail } from '@vodflow/core'

// The double must be a back end like any other, or what the engine's tests show means little.
describeBackendContract('fake', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'vodflow-fake-')), 'film.mp4')
  const source = { parts: [{ path }] }
  await writeFile(path, 'film')
  const fake = createFakeBackend({ steps: [{ id: 'both', does: [{ task: 'a', ms: 100 }, { task: 'b' }] }, { id: 'last', needs: ['both'], does: [{ task: 'c' }] }] })
  const backend: typeof fake = {
    ...fake,
    inspect: async (found, signal) =>
      pathsOf(found)[0] === path
        ? fake.inspect(found, signal)
        : fail({ ...runDiagnostics.create('not-found', undefined, { run: pathsOf(found)[0] ?? '' }), code: 'check/source-missing' }),
  }
  return { backend, source, compiled: fakeCompiled([{ id: 'a' }, { id: 'b' }, { id: 'c', inputs: ['a'] }]), options: { speed: 'veryfast' } }
})
