import type { Result } from './diagnostic.ts'
import type { SourceFacts } from './facts.ts'
import type { Procedure } from './procedure.ts'
import type { SourceFile } from './source.ts'
import type { Value } from './value.ts'
import type { Call } from './call.ts'

/** What frontend-json and frontend-lua are: a text becomes something that a call can instantiate. */
export interface FrontEnd {
  /** The file extension it reads, with the dot. */
  readonly extension: string
  load(file: SourceFile): Promise<Result<ProcedureSource>>
  /** Ends what `load` and `instantiate` keep warm (a worker); it may be used again afterwards. */
  close(): Promise<void>
}

/** With errors, `rest` may hold what is left of the procedure: to be looked at for more of them, never to be run. */
export type Instantiation = Result<Procedure> & { readonly rest?: Procedure }

export interface ProcedureSource {
  readonly file: SourceFile
  instantiate(request: InstantiateRequest): Promise<Instantiation>
}

export interface InstantiateRequest {
  readonly arguments: readonly Value[]
  readonly facts: SourceFacts | 'unknown'
  /** The call itself, so that a warning about an argument can point at it. */
  readonly call: Call
}
