import type { Call, ProjectConfig, SourceFacts, SourceFile, SourceShape, TemplateCatalogue, ToolBuild } from '@vodflow/core'

/** Everything a compilation depends on besides the procedure. */
export interface CompileContext {
  readonly call: Call
  /** The file the procedure was read from. */
  readonly procedureFile: SourceFile
  /** One of our own procedures: its text is never at fault, the call is. */
  readonly builtIn: boolean
  readonly facts: SourceFacts | 'unknown'
  readonly config: ProjectConfig
  readonly templates: TemplateCatalogue
  /** What would be a guess at the caller's meaning, and a warning, is an error. */
  readonly strict?: boolean
  /** Where the film comes from; one whole file if absent. */
  readonly source?: SourceShape
  /** The ffmpeg at hand, where what it cannot make is to be said; a back end's plan says it itself. */
  readonly build?: ToolBuild
}
