import { type Compiled, type ProjectConfig, type Result, type SourceFacts, type TemplateCatalogue } from '@vodflow/core'
import type { RunRequest } from '@vodflow/engine'
import type { Invocation } from './invocation.ts'

/** A project that is open for one command. */
export interface Session {
  readonly config: ProjectConfig
  readonly templates: TemplateCatalogue
  /** `call`: a call, a name or a path, as written. */
  readonly compile: (call: string, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** The call with the texts it rests on, as they are now. */
  readonly request: (call: string, sourcePath: string) => Promise<Result<RunRequest>>
  /** From the texts in the request alone. */
  readonly compileRequest: (request: RunRequest, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** Ends what was kept warm. */
  readonly close: () => Promise<void>
}

/** Opens the project of `--project`, or the nearest one upwards. */
export async function openSession(invocation: Invocation): Promise<Result<Session>> {
  throw new Error(`no project can be opened yet: ${invocation.io.cwd}`)
}
