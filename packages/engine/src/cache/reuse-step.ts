import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Diagnostic, TaskId } from '@vodflow/core'
import type { Artifact } from '../artifact.ts'
import { makeFolders } from '../make-folders.ts'
import type { PlanStep, StepOutcome, TaskOutcome } from '../plan.ts'
import { syncFolder } from '../store/durable-file.ts'
import type { ArtifactCache, CachedResult, Recipe } from './artifact-cache.ts'
import type { Recipes } from './look-up.ts'

/** The cache of one sitting, with what the run's results are known by in it. */
export interface CacheInUse {
  readonly cache: ArtifactCache
  readonly recipes: Recipes
  readonly onProblem: (problem: Diagnostic) => void
  /** What has ended well, here or from the cache. */
  readonly onMade: (recipe: Recipe) => void
}

/** Undefined where the result cannot be had any more: then the step is done like any other. */
export async function reuse({ cache }: CacheInUse, { covers: [task], reuse: earlier }: PlanStep, workFolder: string, outputFolder: string): Promise<StepOutcome | undefined> {
  if (earlier === undefined || task === undefined) return undefined
  // Apart from the step's own files, in case it is done after all.
  const aside = join(workFolder, '.reuse')
  try {
    await mkdir(aside)
    // Looked up again: a plan may come from a file, and its word for what is in a cache is nobody's.
    const result = await cache.find(earlier.result.key)
    if (result === undefined || !(await cache.take(result, aside))) return undefined
    await moveAll(result.artifacts.map(({ path }) => path), aside, outputFolder)
    return outcomeOf(task, result)
  } catch {
    return undefined
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

function outcomeOf(task: TaskId, { artifacts }: CachedResult): StepOutcome {
  return { tasks: [{ task, ok: true, reused: true, artifacts: artifacts.map((artifact): Artifact => ({ ...artifact, task })) }] }
}

/** In their order, so that a playlist never names what is not there yet; none stays where one cannot be moved. */
async function moveAll(paths: readonly string[], from: string, to: string): Promise<void> {
  const moved: string[] = []
  try {
    for (const path of paths) {
      await makeFolders(dirname(join(to, path)))
      await rename(join(from, path), join(to, path))
      moved.push(path)
    }
    for (const folder of new Set(paths.map((path) => dirname(join(to, path))))) await syncFolder(folder)
  } catch (error) {
    for (const path of moved) await rm(join(to, path), { force: true }).catch(() => undefined)
    throw error
  }
}

/** What a step has just made, for the next run that wants the same; what it took from the cache is there. */
export async function keep({ cache, recipes, onProblem, onMade }: CacheInUse, { tasks }: StepOutcome, outputFolder: string): Promise<void> {
  for (const outcome of tasks) {
    const recipe = recipes.byTask[outcome.task]
    if (!outcome.ok || recipe === undefined) continue
    if (outcome.reused !== true) for (const problem of await cache.put(recipe, keptOf(outcome), outputFolder)) onProblem(problem)
    onMade(recipe)
  }
}

function keptOf({ artifacts }: Extract<TaskOutcome, { readonly ok: true }>) {
  return artifacts.map(({ task: _task, ...artifact }) => artifact)
}
