import type { ValidateRequest, Validation } from './validate.ts'

export type { ValidateRequest, Validation } from './validate.ts'

/** Everything that is wrong with the files; loaded when it is asked for, since no other command needs it. */
export async function validate(request: ValidateRequest): Promise<Validation> {
  return (await import('./validate.ts')).validate(request)
}
