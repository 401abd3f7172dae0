import { canonicalJson, type Diagnostic } from '@vodflow/core'
import type { RunHeader } from '../run-request.ts'
import type { RunState } from '../run-state.ts'
import type { ArtifactCache, Recipe } from './artifact-cache.ts'
import { rememberAll } from './look-up.ts'
import type { CacheInUse } from './reuse-step.ts'

export interface CacheOfSitting {
  readonly use?: CacheInUse
  /** Why results were not kept; filled while steps run. */
  readonly problems: readonly Diagnostic[]
  /** At the end: what a later plan compares with. */
  readonly remember: () => Promise<void>
}

/** A plan that was made without a cache knows no recipes: then its results are not kept. */
export function cacheOfSitting({ request }: RunHeader, { plan }: RunState, cache: ArtifactCache | undefined): CacheOfSitting {
  const problems: Diagnostic[] = []
  const made: Recipe[] = []
  const recipes = plan?.recipes
  if (cache === undefined || recipes === undefined) return { problems, remember: async () => {} }
  return {
    use: { cache, recipes, onProblem: (problem) => problems.push(problem), onMade: (recipe) => made.push(recipe) },
    problems,
    remember: () => rememberAll(cache, recipes, canonicalJson(request.source), made),
  }
}
