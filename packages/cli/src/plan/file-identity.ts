import { digestOfFile, identifySource, type SourceIdentity } from '@vodflow/engine'

/** `sha256`: of the whole file, where `plan --identity full` asked for it. */
export interface FileIdentity extends SourceIdentity {
  readonly sha256?: string
}

/** Undefined for what is no readable file. */
export async function identifyFile(path: string, full: boolean, signal?: AbortSignal): Promise<FileIdentity | undefined> {
  const identity = await identifySource(path)
  if (identity === undefined || !full) return identity
  const sha256 = await digestOfFile(path, 'sha256', signal)
  return sha256 === undefined ? undefined : { ...identity, sha256 }
}
