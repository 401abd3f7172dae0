import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExecutionContext, StepFailure } from '@vodflow/engine'
import type { HlsKey } from '../verify/index.ts'
import type { Arrangement, CommandWork } from '../work.ts'
import { isPlainName } from './publish.ts'

const keyFile = 'data.key'

/** The key of a run as ffmpeg reads it: files in the work folder that are there while the commands run and no longer. */
export interface KeyFiles {
  readonly keys: ReadonlyMap<string, HlsKey>
  readonly remove: () => Promise<void>
}

/** One key for all encrypted outputs of the step, and an IV of its own for each, so that equal beginnings do not look equal. */
export async function writeKeyFiles({ outputs }: CommandWork, { encryption, workFolder }: ExecutionContext): Promise<KeyFiles | StepFailure> {
  const encrypted = outputs.flatMap((output) => (output.kind === 'media' && output.keyInfo !== undefined ? [{ task: output.task, keyInfo: output.keyInfo }] : []))
  const files: string[] = []
  // A second Ctrl-C ends the process while this step is still under way.
  const atExit = (): void => files.forEach((file) => rmSync(join(workFolder, file), { force: true }))
  const remove = async (): Promise<void> => {
    for (const file of files) await rm(join(workFolder, file), { force: true })
    process.off('exit', atExit)
  }
  if (encrypted.length === 0) return { keys: new Map(), remove }
  if (encryption === undefined) return { reason: 'tool-incapable', detail: 'the output is encrypted, and there is no key to do it with' }
  process.once('exit', atExit)
  const keys = new Map<string, HlsKey>()
  try {
    const write = async (name: string, content: string | Uint8Array): Promise<void> => {
      files.push(name)
      await writeFile(join(workFolder, name), content, { mode: 0o600, flag: 'wx' })
    }
    await write(keyFile, encryption.dataKey)
    for (const { task, keyInfo } of encrypted) {
      const address = encryption.keyAddresses[task]
      if (address === undefined || !isPlainName(keyInfo)) throw new Error(`no address for the key of ${task}, or '${keyInfo}' is no plain name`)
      const key = { dataKey: encryption.dataKey, iv: randomBytes(16), address }
      await write(keyInfo, `${address}\n${keyFile}\n${key.iv.toString('hex')}\n`)
      keys.set(task, key)
    }
    return { keys, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Beside an encrypted playlist, the same one for ourselves: the key is the file here, and not what lies at an address. */
export async function unlock({ from, to }: Arrangement, workFolder: string): Promise<void> {
  const text = await readFile(join(workFolder, from), 'utf8')
  await writeFile(join(workFolder, to), text.replaceAll(/^(#EXT-X-KEY:METHOD=AES-128,URI=)"[^"]*"/gmu, `$1"${keyFile}"`))
}
