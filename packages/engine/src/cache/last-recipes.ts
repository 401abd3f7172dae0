import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { contentDigest } from '@vodflow/core'
import { replaceFile } from '../store/durable-file.ts'
import type { Recipe } from './artifact-cache.ts'
import { temporaryName } from './make-room.ts'
import type { CachePlaces } from './places.ts'

/** Of one source, and of all: what is older is forgotten, and a plan then does not say what has changed. */
const mostNames = 500
const mostSources = 5000

export async function recallRecipes(places: CachePlaces, source: string): Promise<ReadonlyMap<string, Recipe>> {
  try {
    const value: unknown = JSON.parse(await readFile(pathOf(places, source), 'utf8'))
    return new Map((Array.isArray(value) ? value : []).filter(isRecipe).map((recipe) => [recipe.name, recipe]))
  } catch {
    return new Map()
  }
}

/** Two that remember at once may lose what one of them did: a plan then says less, and no result depends on it. */
export async function rememberRecipes(places: CachePlaces, source: string, recipes: readonly Recipe[]): Promise<void> {
  try {
    const before = await recallRecipes(places, source)
    const names = new Set(recipes.map(({ name }) => name))
    const all = [...[...before.values()].filter(({ name }) => !names.has(name)), ...recipes].slice(-mostNames)
    if (all.every((recipe) => before.get(recipe.name)?.key === recipe.key)) return
    await mkdir(places.recipes, { recursive: true })
    await replaceFile(pathOf(places, source), JSON.stringify(all), join(places.temporary, temporaryName()))
    await forgetOldest(places)
  } catch {
    // A folder that cannot be written to: nothing but an explanation is lost.
  }
}

async function forgetOldest({ recipes }: CachePlaces): Promise<void> {
  const names = await readdir(recipes)
  if (names.length <= mostSources) return
  const found = await Promise.all(names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map(async (name) => ({ path: join(recipes, name), at: (await stat(join(recipes, name))).mtimeMs })))
  for (const { path } of found.toSorted((a, b) => a.at - b.at).slice(0, found.length - Math.floor(mostSources * 0.9))) await rm(path, { force: true })
}

function pathOf({ recipes }: CachePlaces, source: string): string {
  return join(recipes, `${contentDigest(source)}.json`)
}

function isRecipe(value: unknown): value is Recipe {
  if (typeof value !== 'object' || value === null || !('key' in value) || !('name' in value) || !('parts' in value)) return false
  return typeof value.key === 'string' && typeof value.name === 'string' && typeof value.parts === 'object' && value.parts !== null
}
