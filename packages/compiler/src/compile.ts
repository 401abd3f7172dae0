import { canonicalJson, contentDigest, hasErrors, ok, type Compiled, type Diagnostic, type Procedure, type Result, type Task, type TaskGraph } from '@vodflow/core'
import { blameFor } from './blame.ts'
import type { CompileContext } from './context.ts'
import { lower } from './lower.ts'
import { resolveProcedure } from './resolve.ts'
import { checkRules } from './rules/index.ts'
import { tooLarge } from './too-large.ts'

/** What could be compiled, and all that is wrong with it. */
export interface Draft {
  /** Without the actions that could not be resolved; absent where nothing was tried. */
  readonly compiled?: Compiled
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The task graph of an instantiated procedure, and for each task the place it was written at. Errors: `template/…` and `check/…`.
 * The same procedure gives the same bytes, in whatever order and language it was written.
 */
export function compileProcedure(procedure: Procedure, context: CompileContext): Result<Compiled> {
  const { compiled, diagnostics } = draftProcedure(procedure, context)
  return compiled === undefined || hasErrors(diagnostics) ? { ok: false, diagnostics } : ok(compiled, diagnostics)
}

/** As `compileProcedure`, but with the graph of what is left where there are errors: to be looked at, never to be run. */
export function draftProcedure(procedure: Procedure, context: CompileContext): Draft {
  const blame = blameFor(context)
  const size = tooLarge(procedure, context.call.span, blame)
  if (size) return { diagnostics: [size] }
  const resolution = resolveProcedure(procedure, context)
  const diagnostics = [...resolution.diagnostics, ...checkRules(resolution.procedure, { ...context, blame })]
  const { tasks, origins, actions, diagnostics: doubled } = lower(resolution.procedure, context.call.span, blame, context.source)
  const graph = withDigest({ format: 'vodflow/task-graph@1', priority: procedure.priority, ...notifying(procedure), tasks })
  const compiled = { graph, origins, actions, images: imagesOf(tasks, context.templates.images) }
  return { compiled, diagnostics: [...diagnostics, ...doubled] }
}

/** The default is not written down, so that saying it changes no graph. */
function notifying({ notifyMode }: Procedure): Pick<TaskGraph, 'notifyMode'> {
  return notifyMode === undefined || notifyMode === 'Finish' ? {} : { notifyMode }
}

/** Rebuilt in canonical order, so that printing it in any way gives the same bytes. */
function withDigest(graph: Omit<TaskGraph, 'digest'>): TaskGraph {
  // What is read back is what was written.
  return JSON.parse(canonicalJson({ ...graph, digest: contentDigest(graph) })) as TaskGraph
}

/** Only those that the graph draws. */
function imagesOf(tasks: readonly Task[], images: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const used = new Map<string, string>()
  for (const task of tasks) {
    if (task.kind !== 'transcode') continue
    for (const { template } of task.watermarks) {
      const path = images.get(template.image.sha256)
      if (path !== undefined) used.set(template.image.sha256, path)
    }
  }
  return used
}
