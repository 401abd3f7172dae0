import { isDeepStrictEqual } from 'node:util'
import { type TaskId, taskId } from '@vodflow/core'
import type { ArtifactCache, CachedResult, Recipe } from './artifact-cache.ts'
import { whatChanged } from './what-changed.ts'

/** What decides the results of a graph's tasks; one for each task whose result may be kept. Plain JSON, kept in the plan. */
export interface Recipes {
  /** Equal for equal content of the source, wherever it is. */
  readonly content: string
  readonly byTask: { readonly [task: string]: Recipe }
}

/** What a cache said before a plan was made, so that planning starts nothing and reads nothing. */
export interface EarlierResults {
  readonly recipes: Recipes
  /** The folder of the cache. */
  readonly folder: string
  readonly found: ReadonlyMap<TaskId, CachedResult>
  /** Of what was made before and is not found now: what is not as it was, in words. */
  readonly changed: ReadonlyMap<TaskId, string>
}

/** `place`: what the source is called here, so that a plan can say that its content is not what it was. */
export async function lookUp(cache: ArtifactCache, recipes: Recipes, place: string): Promise<EarlierResults> {
  const found = new Map<TaskId, CachedResult>()
  const missing: [TaskId, Recipe][] = []
  for (const [id, recipe] of Object.entries(recipes.byTask)) {
    const result = await cache.find(recipe.key)
    if (result === undefined) missing.push([taskId(id), recipe])
    else found.set(taskId(id), result)
  }
  return { recipes, folder: cache.folder, found, changed: await changedSince(cache, missing, recipes.content, place) }
}

async function changedSince(cache: ArtifactCache, missing: readonly (readonly [TaskId, Recipe])[], content: string, place: string): Promise<ReadonlyMap<TaskId, string>> {
  if (missing.length === 0) return new Map()
  const [ofContent, ofPlace] = [await cache.recall(contentName(content)), await cache.recall(placeName(place))]
  return new Map(missing.flatMap(([task, recipe]): [TaskId, string][] => {
    const before = ofContent.get(recipe.name) ?? ofPlace.get(recipe.name)
    if (before === undefined) return []
    const why = isDeepStrictEqual(before.parts, recipe.parts) ? 'it was made before, and the cache has it no more' : whatChanged(before.parts, recipe.parts)
    return [[task, why]]
  }))
}

/** Under both names, so that a source is known again by its content and by its place. */
export async function rememberAll(cache: ArtifactCache, { content }: Recipes, place: string, made: readonly Recipe[]): Promise<void> {
  if (made.length === 0) return
  await cache.remember(contentName(content), made)
  await cache.remember(placeName(place), made)
}

function contentName(content: string): string {
  return `content ${content}`
}

function placeName(place: string): string {
  return `place ${place}`
}
