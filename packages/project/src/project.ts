import type { Call, Compiled, Diagnostic, ProcedureSource, ProjectConfig, Result, SourceFacts, SourceFile, SourceShape, TemplateCatalogue, ToolBuild, Value } from '@vodflow/core'
import type { FrontEndLoaders } from './front-ends.ts'
import type { ProcedureFile } from './procedure-file.ts'
import type { ProjectSnapshot } from './snapshot.ts'

export interface OpenProjectOptions {
  /** `--project`; absent: the nearest folder upwards from `from` with a config, else `from`. */
  readonly directory?: string
  /** Where the user is; absent: the process's working folder. Paths in calls are relative to it. */
  readonly from?: string
  /** vodflow's own procedures; see `readBuiltInProcedures`. */
  readonly builtInProcedures: readonly SourceFile[] | { readonly folder: string }
  /** Whether a call may name a file by its path; false for calls that come from elsewhere. True if absent. */
  readonly allowPaths?: boolean
  /** Absent: `@vodflow/frontend-lua` and `@vodflow/frontend-json`. */
  readonly frontEnds?: FrontEndLoaders
}

export interface CompileOptions {
  /** JSON-encoded arguments and guesses at what was meant are errors. */
  readonly strict?: boolean
  /** With what the texts ask to be silenced (`vodflow-ignore`, `"x-ignore"`): for who does that itself, over several files. */
  readonly withIgnored?: boolean
  /** Where the film comes from; one whole file if absent. */
  readonly source?: SourceShape
  /** The ffmpeg at hand: what it cannot make is a warning. Absent: nothing is said of it. */
  readonly build?: ToolBuild
}

export interface CheckOptions extends CompileOptions {
  /** Called where the procedure could not be compiled for want of arguments: much of it has then not been looked at. */
  readonly onIncomplete?: () => void
}

/** A procedure's file read by its front end, ready to be given arguments. */
export interface ResolvedProcedure extends ProcedureFile {
  readonly source: ProcedureSource
}

/** A graph with the call it was made of and every text it rests on. */
export interface CompiledCall extends Compiled {
  readonly call: Call
  readonly procedure: ProcedureFile
  readonly snapshot: ProjectSnapshot
}

/** What could be compiled of a call, and all that is wrong with it. */
export interface CallDraft {
  /** Absent where the call or its procedure could not be read at all. */
  readonly compiled?: Compiled
  readonly diagnostics: readonly Diagnostic[]
}

/** A folder of procedures and templates, immutable: each of its files is read once, and a change on disk needs a new one. */
export interface Project {
  /** Absolute. */
  readonly folder: string
  readonly configFile?: SourceFile
  readonly config: ProjectConfig
  readonly templates: TemplateCatalogue
  /** Every name that a call can use, built-in ones included, sorted. */
  procedureNames(): Promise<readonly string[]>
  /** The procedure that a call names. Errors: `call/…` at the name, and what the file's front end says. */
  resolve(call: Call): Promise<Result<ResolvedProcedure>>
  /** From the text of a call to its graph: parse, look up, instantiate, compile. A text without a file is shown as `<call>`. */
  compile(call: string | SourceFile, facts: SourceFacts | 'unknown', options?: CompileOptions): Promise<Result<CompiledCall>>
  /** As `compile`, but with the graph of what is left where the meaning has errors: to be looked at, never to be run. */
  draft(call: string | SourceFile, facts: SourceFacts | 'unknown', options?: CompileOptions): Promise<CallDraft>
  /** The call with the texts it rests on, not yet compiled: what a run keeps. */
  snapshot(call: string | SourceFile, options?: CompileOptions): Promise<Result<ProjectSnapshot>>
  /** Compiles what a run has kept; reads nothing else, not even this project's own config and templates. */
  compileSnapshot(snapshot: ProjectSnapshot, facts: SourceFacts | 'unknown', options?: CompileOptions): Promise<Result<CompiledCall>>
  /**
   * All that is wrong with the text of a procedure's file, compiled without arguments. What only a call with arguments could tell
   * is not said.
   */
  check(file: SourceFile, facts: SourceFacts | 'unknown', options?: CheckOptions): Promise<readonly Diagnostic[]>
  /** The graph of a text that stands for a file of that path, called with these arguments. */
  compileFile(file: SourceFile, args: readonly Value[], facts: SourceFacts | 'unknown', options?: CompileOptions): Promise<Result<Compiled>>
  /** Ends what is kept warm; the project may be used again afterwards. */
  close(): Promise<void>
}
