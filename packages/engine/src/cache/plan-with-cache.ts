import type { Compiled, Result } from '@vodflow/core'
import type { Backend, Inspection, PlanOptions } from '../backend.ts'
import type { Plan } from '../plan.ts'
import type { ArtifactCache } from './artifact-cache.ts'
import { lookUp, type EarlierResults } from './look-up.ts'

export interface PlanRequest<I extends Inspection> {
  readonly compiled: Compiled
  readonly inspection: I
  readonly options: PlanOptions
  /** What the source is called here. */
  readonly place: string
}

/** The back end's plan, with what a cache has of it: all looking up comes before, so that planning stays pure. */
export async function planWithCache<Work, I extends Inspection>(backend: Backend<Work, I>, { compiled, inspection, options, place }: PlanRequest<I>, cache: ArtifactCache | undefined): Promise<Result<Plan<Work>>> {
  const recipes = cache && backend.recipes?.(compiled, inspection, options)
  if (cache === undefined || recipes === undefined) return backend.plan(compiled, inspection, options)
  const none: EarlierResults = { recipes, folder: cache.folder, found: new Map(), changed: new Map() }
  const earlier = options.without?.includes('reuse') ? none : await lookUp(cache, recipes, place)
  const planned = backend.plan(compiled, inspection, options, earlier)
  return planned.ok ? { ...planned, value: { ...planned.value, recipes } } : planned
}
