import { ok, withEarlier, type CacheConfig, type Compiled, type ProjectConfig, type Result, type SourceFacts, type SourceShape, type TemplateCatalogue } from '@vodflow/core'
import { shapeOf, type KeySource, type PlanOptions, type RunRequest, type SourceRequest } from '@vodflow/engine'
import { fix, openProject, validate, type CallDraft, type Fixed, type Project, type Validation, type ValidateRequest } from '@vodflow/project'
import { builtInProcedures } from './generated/built-in-procedures.ts'
import type { Invocation } from './invocation.ts'
import { dataKeys } from './run/data-keys.ts'
import { planOptions } from './plan/plan-options.ts'

/** A project that is open for one command. */
export interface Session {
  /** Absolute. */
  readonly folder: string
  readonly config: ProjectConfig
  /** What plans are made with. */
  readonly options: PlanOptions
  /** The config's; no part of what is asked for, since it changes no result. */
  readonly cache?: CacheConfig
  readonly templates: TemplateCatalogue
  /** `call`: a call, a name or a path, as written. */
  readonly compile: (call: string, facts: SourceFacts | 'unknown', source?: SourceShape) => Promise<Result<Compiled>>
  /** The same, with what is left of a procedure that has errors. */
  readonly draft: (call: string, facts: SourceFacts | 'unknown', source?: SourceShape) => Promise<CallDraft>
  /** The call with the texts it rests on, as they are now. */
  readonly request: (call: string, source: SourceRequest) => Promise<Result<RunRequest>>
  /** From the texts in the request alone. */
  readonly compileRequest: (request: RunRequest, facts: SourceFacts | 'unknown') => Promise<Result<Compiled>>
  /** With what outputs are encrypted. A master key that is none is an error. */
  readonly keys: () => Promise<Result<KeySource>>
  /** Ends what was kept warm. */
  readonly close: () => Promise<void>
}

/** Opens the project of `--project`, or the nearest one upwards. */
export async function openSession({ io, projectFolder, strict }: Invocation): Promise<Result<Session>> {
  const opened = await openProject({ from: io.cwd, builtInProcedures, ...(projectFolder !== undefined && { directory: projectFolder }) })
  return opened.ok ? withEarlier(opened.diagnostics, ok(sessionOf(opened.value, strict, io.env))) : opened
}

/** Checks files, each in the project that it is of; needs no session, since a damaged project has none. */
export async function validateFiles(invocation: Invocation, request: Pick<ValidateRequest, 'paths' | 'given' | 'facts'>): Promise<Validation> {
  return validate({ ...request, ...(await checking(invocation)) })
}

/** As `validateFiles`, after every certain fix has been made; `write`: in the files themselves. */
export async function fixFiles(invocation: Invocation, request: Pick<ValidateRequest, 'paths' | 'given' | 'facts'>, write: boolean): Promise<Fixed> {
  return fix({ ...request, ...(await checking(invocation)), write })
}

/** What the ffmpeg of this machine can do counts where an earlier command has asked it: nothing is started here. */
async function checking({ io, projectFolder, strict }: Invocation): Promise<Omit<ValidateRequest, 'paths' | 'facts'>> {
  const build = await (await import('@vodflow/backend-ffmpeg/kept-build')).keptBuild(io.env)
  return { from: io.cwd, builtInProcedures, strict, ...(projectFolder !== undefined && { directory: projectFolder }), ...(build && { build }) }
}

function sessionOf(project: Project, strict: boolean, env: NodeJS.ProcessEnv): Session {
  let keys: Promise<Result<KeySource>> | undefined
  const options = planOptions(project.config)
  return {
    folder: project.folder,
    config: project.config,
    options,
    ...(project.config.cache && { cache: project.config.cache }),
    templates: project.templates,
    compile: (call, facts, source) => project.compile(call, facts, { strict, ...(source && { source }) }),
    draft: (call, facts, source) => project.draft(call, facts, { strict, ...(source && { source }) }),
    request: async (call, source) => {
      const kept = await project.snapshot(call, { strict })
      if (!kept.ok) return kept
      const { cache: _cache, ...config } = kept.value.config
      return ok({ ...kept.value, config, options, source }, kept.diagnostics)
    },
    compileRequest: ({ call, procedures, templates, config, source, images = {} }, facts) =>
      project.compileSnapshot({ call, procedures, templates, config, images }, facts, { strict, source: shapeOf(source) }),
    keys: () => (keys ??= dataKeys(project.config.kms, project.folder, env)),
    close: () => project.close(),
  }
}

/** The session with what the command line asks of its plans. */
export function withOptions(session: Session, options: PlanOptions): Session {
  return {
    ...session, options,
    request: async (call, sourcePath) => {
      const made = await session.request(call, sourcePath)
      return made.ok ? ok({ ...made.value, options }, made.diagnostics) : made
    },
  }
}
