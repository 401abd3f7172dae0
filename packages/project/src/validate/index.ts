import type { Listing, ListRequest } from './list-files.ts'
import type { FileKind } from './kinds.ts'
import type { Fixed, FixRequest } from './fix.ts'
import type { ValidateRequest, Validation } from './validate.ts'

export type { ListedFile, Listing, ListRequest } from './list-files.ts'
export type { Changed, Fixed, FixRequest } from './fix.ts'
export type { ValidateRequest, Validation } from './validate.ts'

/** Everything that is wrong with the files; loaded when it is asked for, since no other command needs it. */
export async function validate(request: ValidateRequest): Promise<Validation> {
  return (await import('./validate.ts')).validate(request)
}

/** The files of ours at the paths, with their texts. */
export async function listFiles(request: ListRequest): Promise<Listing> {
  return (await import('./list-files.ts')).listFiles(request)
}

/** What the text of a file of that name would be; undefined for one that is not ours. */
export async function kindOfText(name: string, text: string, from: string): Promise<FileKind | undefined> {
  return (await import('./list-files.ts')).kindOfText(name, text, from)
}

/** Makes every certain fix in the files, and says what is left. */
export async function fix(request: FixRequest): Promise<Fixed> {
  return (await import('./fix.ts')).fix(request)
}
