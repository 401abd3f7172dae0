import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stubName } from '@vodflow/backend-ffmpeg'
import type { SourceFacts } from '@vodflow/core'
import { contentDigest } from '@vodflow/core'
import { plainFile, type FileRequest, type RunStore } from '@vodflow/engine'

const markName = 'STUB.txt'
/** In the result and in the summary. */
export const stubSentence = 'this is a stub: colour bars and a tone in the shape of the results, and nothing of the film'

/** A source that is not there, under a name of its own, so that other facts are another run. */
export function assumedSource(facts: SourceFacts): FileRequest {
  return plainFile(`assumed-${contentDigest(facts).slice(0, 8)}`)
}

/** Why a stub may not take this folder: what a film took hours for is not given for bars. */
export async function problemOfStub(store: RunStore, folder: string): Promise<string | undefined> {
  const runs = await store.list()
  const real = runs.ok ? runs.value.find(({ backend }) => backend !== stubName) : undefined
  return real === undefined ? undefined : `'${folder}' has the results of a run in it, which a stub would take the place of; name another folder with -o`
}

/** Beside the results, for whoever finds the folder; gone again once a real run has taken it. */
export async function markStub(folder: string, isStub: boolean): Promise<void> {
  const path = join(folder, markName)
  await (isStub ? writeFile(path, `${stubSentence}\n`) : rm(path, { force: true })).catch(() => undefined)
}
