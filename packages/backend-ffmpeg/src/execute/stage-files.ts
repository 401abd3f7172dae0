import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StepFailure } from '@vodflow/engine'
import type { StagedFile } from '../work.ts'

/** Copies what the commands name by plain names; a file that is not what it was when the plan was made is not used. */
export async function stageFiles(files: readonly StagedFile[], folder: string): Promise<StepFailure | undefined> {
  for (const { from, to, sha256 } of files) {
    const bytes = await readFile(from).catch((error: unknown) => String(error instanceof Error && 'code' in error ? error.code : error))
    if (typeof bytes === 'string') return { reason: 'source-vanished', detail: `'${from}' cannot be read (${bytes})` }
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return { reason: 'source-vanished', detail: `'${from}' is not what it was when the plan was made` }
    await writeFile(join(folder, to), bytes)
  }
  return undefined
}
