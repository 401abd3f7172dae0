import {
  fail, hasErrors, ok, spanOf, withEarlier, type Call, type Compiled, type Diagnostic, type ProcedureSource, type ProjectConfig, type Result, type SourceFacts,
  type SourceFile, type TemplateCatalogue, type Value, withStrictSlips,
} from '@vodflow/core'
import { builtInPrefix, procedureNameOf } from './built-in-procedures.ts'
import { lookUpDiagnostics } from './diagnostics.ts'
import type { FrontEnds } from './front-ends.ts'
import { silenced } from './ignore/index.ts'
import { locateName, locatePath, procedureNames, type LookUp } from './look-up.ts'
import { bareCall, withoutCall } from './bare-call.ts'
import { ofWhatIsThere } from './of-what-is-there.ts'
import { extensionOf, type Located, type ProcedureFile } from './procedure-file.ts'
import type { CallDraft, CheckOptions, CompiledCall, CompileOptions, Project, ResolvedProcedure } from './project.ts'
import { catalogueOfSnapshot, damagedFile, snapshotFile, templateSnapshots, type ProjectSnapshot } from './snapshot.ts'

export interface ProjectParts {
  readonly folder: string
  readonly configFile?: SourceFile
  readonly config: ProjectConfig
  readonly templates: TemplateCatalogue
  readonly lookUp: LookUp
  readonly allowPaths: boolean
  readonly frontEnds: FrontEnds
}

/** What one compilation is given besides its facts. */
interface Job {
  readonly call: Call
  readonly procedure: ProcedureFile
  readonly source: ProcedureSource
  readonly config: ProjectConfig
  /** Made when it is asked for: the digests of all texts cost more than compiling them. */
  readonly snapshot: () => ProjectSnapshot
  readonly templates: TemplateCatalogue
}

/** Whether what is looked for ahead of its use can still be needed. */
interface Need {
  isLost: boolean
}

export class OpenedProject implements Project {
  readonly folder: string
  readonly configFile?: SourceFile
  readonly config: ProjectConfig
  readonly templates: TemplateCatalogue
  readonly #parts: ProjectParts
  /** By name or path as a call writes it, and by file: nothing is read twice. */
  readonly #located = new Map<string, Promise<Located>>()
  readonly #sources = new Map<string, Promise<Result<ProcedureSource>>>()

  readonly #ahead = new Set<Promise<void>>()

  constructor(parts: ProjectParts) {
    this.folder = parts.folder
    if (parts.configFile) this.configFile = parts.configFile
    this.config = parts.config
    this.templates = parts.templates
    this.#parts = parts
  }

  procedureNames(): Promise<readonly string[]> {
    return procedureNames(this.#parts.lookUp)
  }

  async resolve(call: Call): Promise<Result<ResolvedProcedure>> {
    const located = await this.#locateCall(call)
    if (!located.ok) return located
    const source = await this.#load(located.value.file)
    if (!source.ok) return withEarlier(located.diagnostics, source)
    return withEarlier([...located.diagnostics, ...source.diagnostics], ok({ ...located.value, source: source.value }))
  }

  async compile(text: string | SourceFile, facts: SourceFacts | 'unknown', options: CompileOptions = {}): Promise<Result<CompiledCall>> {
    const job = await this.#jobOf(text, options)
    return job.ok ? compileJob(job.value, facts, options, job.diagnostics) : job
  }

  async draft(text: string | SourceFile, facts: SourceFacts | 'unknown', options: CompileOptions = {}): Promise<CallDraft> {
    const job = await this.#jobOf(text, options)
    if (!job.ok) return { diagnostics: [...job.diagnostics, ...(await this.#meaningOfRest(callFile(text), job.diagnostics, facts, options))] }
    return draftJob(job.value, facts, options, job.diagnostics)
  }

  /** What is wrong with the arguments of a call beside those that could not be read. */
  async #meaningOfRest(
    file: SourceFile, faults: readonly Diagnostic[], facts: SourceFacts | 'unknown', options: CompileOptions,
  ): Promise<readonly Diagnostic[]> {
    const { readCall } = await import('@vodflow/frontend-call')
    const { call, diagnostics } = readCall(file, { strict: options.strict === true })
    if (call === undefined || !hasErrors(diagnostics)) return []
    const job = await this.#jobOfCall(file, call, options)
    const found = job.ok ? (await draftJob(job.value, facts, options, job.diagnostics)).diagnostics : job.diagnostics
    return found.filter((one) => isOfWhatIsThere(one, file, faults))
  }

  async #jobOf(text: string | SourceFile, options: CompileOptions): Promise<Result<Job>> {
    const file = callFile(text)
    const call = await this.#parse(file, options)
    return call.ok ? withEarlier(call.diagnostics, await this.#jobOfCall(file, call.value, options)) : call
  }

  async #jobOfCall(file: SourceFile, call: Call, { strict }: CompileOptions): Promise<Result<Job>> {
    const resolved = await this.resolve(call)
    const diagnostics = withStrictSlips(resolved.diagnostics, strict)
    if (!resolved.ok) return { ok: false, diagnostics }
    const { source, ...procedure } = resolved.value
    const snapshot = once(() => this.#snapshotOf(file, procedure))
    return ok({ call, procedure, source, config: this.config, snapshot, templates: this.templates }, diagnostics)
  }

  async snapshot(text: string | SourceFile, options: CompileOptions = {}): Promise<Result<ProjectSnapshot>> {
    const file = callFile(text)
    const call = await this.#parse(file, options)
    if (!call.ok) return call
    const located = await this.#locateCall(call.value)
    const earlier = [...call.diagnostics, ...located.diagnostics]
    return located.ok ? ok(this.#snapshotOf(file, located.value), earlier) : { ok: false, diagnostics: earlier }
  }

  async compileSnapshot(snapshot: ProjectSnapshot, facts: SourceFacts | 'unknown', options: CompileOptions = {}): Promise<Result<CompiledCall>> {
    const whole = damagedFile([...snapshot.procedures, ...snapshot.templates])
    if (!whole.ok) return whole
    const [kept] = snapshot.procedures
    if (kept === undefined) return fail(lookUpDiagnostics.create('damaged-snapshot', undefined, { path: 'the procedure' }))
    const call = await parsed(callFile(snapshot.call), options)
    if (!call.ok) return call
    const procedure = this.#keptProcedure(call.value, { path: kept.path, text: kept.text })
    const source = await this.#load(procedure.file)
    const earlier = [...call.diagnostics, ...shadowing(call.value, procedure), ...withStrictSlips(source.diagnostics, options.strict)]
    if (!source.ok) return { ok: false, diagnostics: earlier }
    const { createCatalogue } = await import('@vodflow/compiler')
    const builtIn = createCatalogue([])
    if (!builtIn.ok) return builtIn
    const templates = catalogueOfSnapshot(snapshot, builtIn.value)
    const job = { call: call.value, procedure, source: source.value, config: snapshot.config, snapshot: () => snapshot, templates }
    return compileJob(job, facts, options, earlier)
  }

  async check(file: SourceFile, facts: SourceFacts | 'unknown', options: CheckOptions = {}): Promise<readonly Diagnostic[]> {
    const source = await this.#load(file)
    const compile = (read: ProcedureSource, of: SourceFile) => this.#checkSource(read, of, facts, options)
    if (source.ok) return [...withStrictSlips(source.diagnostics, options.strict), ...(await compile(source.value, file))]
    if (extensionOf(file.path) !== '.json') return source.diagnostics
    const { checkRest } = await import('./check-rest.ts')
    return [...source.diagnostics, ...(await checkRest(file, source.diagnostics, await this.#parts.frontEnds.of('.json'), compile))]
  }

  async compileFile(file: SourceFile, args: readonly Value[], facts: SourceFacts | 'unknown', options: CompileOptions = {}): Promise<Result<Compiled>> {
    const source = await this.#load(file)
    if (!source.ok) return source
    const call: Call = { ...bareCall(file), arguments: args }
    const procedure: ProcedureFile = { file, builtIn: false, shadows: false }
    const snapshot = () => this.#snapshotOf(call.span.file, procedure)
    const job = { call, procedure, source: source.value, config: this.config, snapshot, templates: this.templates }
    return compileJob(job, facts, options, source.diagnostics)
  }

  async #checkSource(source: ProcedureSource, file: SourceFile, facts: SourceFacts | 'unknown', options: CheckOptions): Promise<readonly Diagnostic[]> {
    const call = bareCall(file)
    const procedure: ProcedureFile = { file, builtIn: false, shadows: false }
    const snapshot = () => this.#snapshotOf(call.span.file, procedure)
    const job = { call, procedure, source, config: this.config, snapshot, templates: this.templates }
    const compiled = await compileJob(job, facts, options, [])
    const diagnostics = withoutCall(compiled.diagnostics, call, file)
    if (!compiled.ok && !hasErrors(diagnostics)) options.onIncomplete?.()
    return diagnostics
  }

  async close(): Promise<void> {
    // A file looked for ahead of its use must not start a worker behind our back.
    await Promise.all(this.#ahead)
    await this.#parts.frontEnds.close()
  }

  /** The worker of a language takes longer to start than everything else, so it is started before the call's own parser is loaded. */
  async #parse(file: SourceFile, options: CompileOptions): Promise<Result<Call>> {
    const need: Need = { isLost: false }
    const head = /^[\s\ufeff]*([^\s(]{1,1024})/u.exec(file.text)?.[1]
    // What cannot be the start of a name is no name to look for.
    if (head !== undefined && (namesPath(head) || /^[^.\\][^\\]*$/u.test(head))) await this.#lookAhead(head, need)
    const call = await parsed(file, options)
    need.isLost = !call.ok
    return call
  }

  /** Settles once the front end is there, and never rejects: whoever really needs the file meets what is wrong with it. */
  async #lookAhead(head: string, need: Need): Promise<void> {
    try {
      const located = await this.#locate(head)
      const extension = located.ok ? extensionOf(located.value.file.path) : undefined
      if (!located.ok || extension === undefined) return
      await this.#parts.frontEnds.of(extension)
      const { file } = located.value
      // One turn later: the call may have been refused by then.
      this.#keepUntilClosed(new Promise(setImmediate).then(() => (need.isLost ? undefined : this.#load(file))))
    } catch {
      // Reported by the call that uses the same promise.
    }
  }

  #keepUntilClosed(work: Promise<unknown>): void {
    const settled = work.then(() => undefined, () => undefined)
    this.#ahead.add(settled)
    void settled.then(() => this.#ahead.delete(settled))
  }

  async #locateCall(call: Call): Promise<Result<ProcedureFile>> {
    const { text, span } = call.name
    if (call.name.kind === 'path' && !this.#parts.allowPaths) return fail(lookUpDiagnostics.create('path-refused', span, { path: text }))
    const located = await this.#locate(text)
    if (!located.ok) return fail(located.problem(span))
    return ok(located.value, shadowing(call, located.value))
  }

  #locate(text: string): Promise<Located> {
    const known = this.#located.get(text) ?? this.#find(text)
    this.#located.set(text, known)
    return known
  }

  #find(text: string): Promise<Located> {
    if (!namesPath(text)) return locateName(this.#parts.lookUp, text)
    const refused: Located = { ok: false, problem: (span) => lookUpDiagnostics.create('path-refused', span, { path: text }) }
    return this.#parts.allowPaths ? locatePath(this.#parts.lookUp, text) : Promise.resolve(refused)
  }

  #load(file: SourceFile): Promise<Result<ProcedureSource>> {
    const key = `${file.path}\n${file.text}`
    const known = this.#sources.get(key) ?? this.#loadNew(file)
    this.#sources.set(key, known)
    return known
  }

  async #loadNew(file: SourceFile): Promise<Result<ProcedureSource>> {
    const extension = extensionOf(file.path)
    if (extension === undefined) throw new Error(`no front end reads '${file.path}'`)
    return (await this.#parts.frontEnds.of(extension)).load(file)
  }

  #snapshotOf(call: SourceFile, procedure: ProcedureFile): ProjectSnapshot {
    return {
      call: call.text,
      procedures: [snapshotFile(procedure.file)],
      templates: templateSnapshots(this.templates),
      config: this.config,
      images: Object.fromEntries(this.templates.images),
    }
  }

  #keptProcedure(call: Call, file: SourceFile): ProcedureFile {
    const builtIn = file.path.startsWith(builtInPrefix)
    const named = call.name.kind === 'name' && this.#parts.lookUp.builtIns.some(({ path }) => procedureNameOf(path) === call.name.text)
    return { file, builtIn, shadows: named && !builtIn }
  }
}

async function parsed(file: SourceFile, { strict }: CompileOptions): Promise<Result<Call>> {
  const { parseCall } = await import('@vodflow/frontend-call')
  return parseCall(file, { strict: strict === true })
}

async function compileJob(
  job: Job, facts: SourceFacts | 'unknown', options: CompileOptions, earlier: readonly Diagnostic[],
): Promise<Result<CompiledCall>> {
  const { compiled, diagnostics } = await draftJob(job, facts, options, earlier)
  if (compiled === undefined || hasErrors(diagnostics)) return { ok: false, diagnostics }
  const { call, procedure, snapshot } = job
  return ok({ ...compiled, call, procedure, get snapshot() { return snapshot() } }, diagnostics)
}

async function draftJob(
  job: Job, facts: SourceFacts | 'unknown', options: CompileOptions, earlier: readonly Diagnostic[],
): Promise<CallDraft> {
  const draft = await wholeDraft(job, facts, options)
  const diagnostics = [...earlier, ...draft.diagnostics]
  if (options.withIgnored === true) return { ...draft, diagnostics }
  // One call with one source does not show that an ignore is of no use.
  return { ...draft, diagnostics: await silenced(diagnostics, [job.call.span.file, job.procedure.file], () => false) }
}

async function wholeDraft(job: Job, facts: SourceFacts | 'unknown', { strict, build, source: shape }: CompileOptions): Promise<CallDraft> {
  const { call, config, procedure, source, templates } = job
  const [instance, { draftProcedure }] = await Promise.all([
    source.instantiate({ arguments: call.arguments, facts, call }), import('@vodflow/compiler'),
  ])
  const said = withStrictSlips(instance.diagnostics, strict)
  const context = { call, procedureFile: procedure.file, builtIn: procedure.builtIn, facts, config, templates, strict: strict === true, ...(build && { build }), ...(shape && { source: shape }) }
  if (!instance.ok || hasErrors(instance.diagnostics)) {
    const more = instance.rest ? draftProcedure(instance.rest, context).diagnostics.filter(({ code }) => ofWhatIsThere.test(code)) : []
    return { diagnostics: [...said, ...more] }
  }
  const draft = draftProcedure(instance.value, context)
  return { ...draft, diagnostics: [...said, ...draft.diagnostics] }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function shadowing(call: Call, { file, shadows }: ProcedureFile): readonly Diagnostic[] {
  return shadows ? [shadowed(call, file)] : []
}

function shadowed({ name: { text, span } }: Call, file: SourceFile): Diagnostic {
  const related = [{ message: 'it is called in its place', span: spanOf(file, 0, 0) }]
  return lookUpDiagnostics.create('shadows-built-in', span, { name: text, path: file.path }, { related })
}

function namesPath(text: string): boolean {
  return text.includes('/') || extensionOf(text) !== undefined
}

function callFile(text: string | SourceFile): SourceFile {
  return typeof text === 'string' ? { path: '<call>', text } : text
}

/** Whether a diagnostic is about something in the call that is as wrong without the faults, and not about one of their places. */
function isOfWhatIsThere({ code, span }: Diagnostic, file: SourceFile, faults: readonly Diagnostic[]): boolean {
  if (span?.file !== file || !/^(?:template\/|check\/|call\/(?:unknown-procedure|missing-file|unknown-extension|ambiguous-procedure)$)/u.test(code)) return false
  return faults.every((fault) => fault.span === undefined || fault.span.end <= span.start || span.end <= fault.span.start)
}
