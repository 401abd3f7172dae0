import { contentDigest, placeOf, type Compiled, type TaskGraph } from '@vodflow/core'
import type { FfmpegWork } from '@vodflow/backend-ffmpeg'
import type { Plan } from '@vodflow/engine'
import type { PlanBasis } from './plan-basis.ts'
import type { PlannedSource } from './planned-source.ts'
import { secretUrlIn, withoutSecrets } from './without-secrets.ts'

/** A plan as it is kept in a file: what `vodflow step` needs to do a part of it later. */
export interface PlanFile {
  readonly format: 'vodflow/plan@1'
  /** Of everything else in the file: what was edited by hand is not what was planned. */
  readonly digest: string
  readonly call: string
  /** Paths are absolute. */
  readonly source: PlannedSource
  readonly graph: TaskGraph
  /** Where each task was written, `file:line:column`, by the task's id. */
  readonly origins: Readonly<Record<string, string>>
  readonly plan: Plan<FfmpegWork>
  /** What `plan` prints after `$` for each step that can be done, by its id: for people and scripts, `apply` does not read it. */
  readonly lines?: Readonly<Record<string, readonly string[]>>
  /** What `apply` holds against the world as it is then; absent in a plan that is only printed. */
  readonly basis?: PlanBasis
}

/** A plan that is only printed: what a file would have besides takes as long as the planning itself. */
export type PlanContent = Omit<PlanFile, 'format' | 'digest'>

/** Secrets are taken out here, so that no plan has any, wherever it goes. */
export function planFile(content: PlanContent): PlanFile {
  const body = { format: 'vodflow/plan@1', ...content, graph: withoutSecrets(content.graph) } as const
  return { ...body, digest: contentDigest(body) }
}

/** The side table of a compiled graph as JSON, in the graph's order. */
export function originsOf({ graph, origins }: Compiled): PlanFile['origins'] {
  return Object.fromEntries(graph.tasks.flatMap(({ id }) => {
    const place = placeOf(origins.get(id))
    return place === undefined ? [] : [[id, place]]
  }))
}

/** A call is kept as it was written, so it must have nothing to hide. */
export function problemOfSecrets({ call }: PlanFile): string | undefined {
  const url = secretUrlIn(call)
  return url === undefined ? undefined : `the call holds the URL '${url}', and no plan keeps what is hidden in it; name it in the procedure instead`
}
