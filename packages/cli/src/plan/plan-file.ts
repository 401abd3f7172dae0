import { contentDigest, placeOf, type Compiled, type TaskGraph } from '@vodflow/core'
import type { FfmpegWork } from '@vodflow/backend-ffmpeg'
import type { Plan } from '@vodflow/engine'

/** A plan as it is kept in a file: what `vodflow step` needs to do a part of it later. */
export interface PlanFile {
  readonly format: 'vodflow/plan@1'
  /** Of everything else in the file: what was edited by hand is not what was planned. */
  readonly digest: string
  readonly call: string
  /** Absolute path; null for an assumed source. */
  readonly source: string | null
  readonly graph: TaskGraph
  /** Where each task was written, `file:line:column`, by the task's id. */
  readonly origins: Readonly<Record<string, string>>
  readonly plan: Plan<FfmpegWork>
}

export function planFile(content: Omit<PlanFile, 'format' | 'digest'>): PlanFile {
  const body = { format: 'vodflow/plan@1', ...content } as const
  return { ...body, digest: contentDigest(body) }
}

/** The side table of a compiled graph as JSON, in the graph's order. */
export function originsOf({ graph, origins }: Compiled): PlanFile['origins'] {
  return Object.fromEntries(graph.tasks.flatMap(({ id }) => {
    const place = placeOf(origins.get(id))
    return place === undefined ? [] : [[id, place]]
  }))
}

export type ReadPlan = { readonly ok: true; readonly file: PlanFile } | { readonly ok: false; readonly problem: string }

/** Takes only what `planFile` wrote, to the last value: the digest stands for the shape, so nothing else has to be checked. */
export function readPlanFile(text: string, path: string): ReadPlan {
  const content = parsed(text)
  if (content === undefined) return { ok: false, problem: `'${path}' is no JSON; 'vodflow plan -o' writes plans` }
  if (content['format'] !== 'vodflow/plan@1') return { ok: false, problem: `'${path}' is no plan of this version (vodflow/plan@1); 'vodflow plan -o' writes them` }
  const { digest, ...body } = content
  if (digest !== contentDigest(body)) return { ok: false, problem: `'${path}' was changed after it was written; plan again` }
  // Equal in every value to something that planFile made.
  return { ok: true, file: content as unknown as PlanFile }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
