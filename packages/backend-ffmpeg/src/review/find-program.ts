import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

export type Env = Readonly<Record<string, string | undefined>>
type Command = readonly [string, ...string[]]

/** The command with its program's own path: in the folder where it has a `/`, else in PATH. As a text: where it is not. */
export async function findProgram([written, ...args]: Command, folder: string, env: Env): Promise<Command | 'there' | 'in PATH'> {
  const isPath = /[/\\]/.test(written)
  const candidates = isPath ? [resolve(folder, written)] : (env['PATH'] ?? '').split(delimiter).filter(isAbsolute).map((place) => join(place, written))
  for (const program of candidates) if (await access(program, constants.X_OK).then(() => true, () => false)) return [program, ...args]
  return isPath ? 'there' : 'in PATH'
}
