import { planOptions } from '../plan/plan-options.ts'
import { assumeInspection, createFfmpegBackend, modernCapabilities } from '@vodflow/backend-ffmpeg'
import { isProcessTask, type Diagnostic, type Task } from '@vodflow/core'
import type { Project, TestCase } from '@vodflow/project'

/** What a call came to, on any machine alike. */
export interface Observed {
  /** The graph's digest; absent where there are errors. */
  readonly graph?: string
  /** Reviews and the process stage. */
  readonly tasks: readonly Task[]
  /** Absent where nothing could be planned. */
  readonly commands?: readonly string[]
  /** Errors and warnings, by file and place. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiled and planned for a complete ffmpeg, which need not be there; nothing is started. */
export async function observe(project: Project, { call, facts, strict }: TestCase): Promise<Observed> {
  const compiled = await project.compile(call, facts, { strict })
  if (!compiled.ok) return { tasks: [], diagnostics: inOrder(compiled.diagnostics) }
  const { graph } = compiled.value
  const tasks = graph.tasks.filter((task) => isProcessTask(task) || task.kind === 'review')
  if (facts === 'unknown') return { graph: graph.digest, tasks, diagnostics: inOrder(compiled.diagnostics) }
  const backend = createFfmpegBackend({ env: {} })
  const planned = backend.plan(compiled.value, assumeInspection(facts, modernCapabilities), planOptions(project.config))
  const diagnostics = inOrder([...compiled.diagnostics, ...planned.diagnostics])
  if (!planned.ok) return { graph: graph.digest, tasks, diagnostics }
  // An image of the project is named by where it is in it.
  const commands = planned.value.steps.flatMap((step) => backend.describe(step)).map((line) => line.replaceAll(`${project.folder}/`, ''))
  return { graph: graph.digest, tasks, commands, diagnostics }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity !== 'info').toSorted((a, b) => {
    const [left, right] = [a.span?.file.path ?? '', b.span?.file.path ?? '']
    return left === right ? (a.span?.start ?? 0) - (b.span?.start ?? 0) : left < right ? -1 : 1
  })
}
