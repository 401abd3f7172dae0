import { readBounded } from './bounded-read.ts'

/** A template that has a file, which is refused: its number is known, its content is not. */
export interface Claim {
  readonly definition: number
  /** Undefined where not even that could be read: any kind. */
  readonly kind: string | undefined
}

const bytesLookedAt = 1024 * 1024

/** By the look of the text, since it may be no JSON. */
export async function claimIn(path: string): Promise<readonly Claim[]> {
  const read = await readBounded(path, bytesLookedAt)
  const text = read.ok ? read.bytes.toString('utf8') : ''
  const definition = /"definition"\s*:\s*"?(\d{1,15})/u.exec(text)?.[1]
  return definition === undefined ? [] : [{ definition: Number(definition), kind: /"kind"\s*:\s*"([a-zA-Z]{1,40})"/u.exec(text)?.[1] }]
}
