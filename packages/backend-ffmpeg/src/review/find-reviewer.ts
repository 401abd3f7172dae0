import { access, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReviewConfig } from '@vodflow/core'
import type { Reviewer } from '@vodflow/engine'
import type { ReviewerAtHand } from '../inspection.ts'
import { findProgram, type Env } from './find-program.ts'

/** The optional package, and the variable that names its folder where it is somewhere else. */
export const reviewPackage = '@vodflow/review-nsfwjs'
export const reviewVariable = 'VODFLOW_REVIEW_NSFWJS'

export interface ReviewPlace {
  /** Absolute: of the project. */
  readonly folder: string
  readonly config?: ReviewConfig | undefined
}

/** Long: 500 pictures at a third of a second are three minutes, on a slow machine ten times that. */
const defaultTimeoutSeconds = 3600

/** The house's own program first, then the optional package beside the project, in the named place, or beside this program. Starts nothing. */
export async function findReviewer({ folder, config }: ReviewPlace, env: Env): Promise<ReviewerAtHand> {
  const timeoutSeconds = config?.timeoutSeconds ?? defaultTimeoutSeconds
  if (config?.command !== undefined) return ownProgram(config.command, config.model, folder, timeoutSeconds, env)
  const named = env[reviewVariable]
  // Set to nothing it means: nowhere.
  const places = named === undefined ? [...inNodeModules(folder), ...besideThis()] : named === '' ? [] : [named]
  for (const place of places) {
    const reviewer = await packageIn(resolve(place), timeoutSeconds)
    if (reviewer !== undefined) return { is: 'found', reviewer }
  }
  if (named) return { is: 'missing', why: `the variable ${reviewVariable} names '${named}', where ${reviewPackage} is not installed` }
  return { is: 'missing', why: `name a program as 'review.command' in vodflow.config.json, or give 'npm install ${reviewPackage}' in the project's folder` }
}

async function ownProgram(command: NonNullable<ReviewConfig['command']>, model: string | undefined, folder: string, timeoutSeconds: number, env: Env): Promise<ReviewerAtHand> {
  const found = await findProgram(command, folder, env)
  if (typeof found === 'string') return { is: 'missing', why: `'review.command' in vodflow.config.json names '${command[0]}', which is no program ${found}` }
  return { is: 'found', reviewer: { name: basename(command[0]), ...(model !== undefined && { model }), command: found, folder, timeoutSeconds } }
}

/** From this folder upwards, as Node looks packages up. */
function inNodeModules(folder: string): readonly string[] {
  return upwards(folder).map((each) => join(each, 'node_modules', reviewPackage))
}

/** Beside this program: installed with it, or in a checkout, where the package has a folder of its own. */
function besideThis(): readonly string[] {
  const here = dirname(fileURLToPath(import.meta.url))
  return [...inNodeModules(here), ...upwards(here).map((each) => join(each, 'packages', 'review-nsfwjs'))]
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...upwards(above)]
}

interface Manifest {
  readonly name: string
  readonly reviewer: { readonly name: string; readonly model: string; readonly program: string; readonly needs: string }
}

/** Only where what it needs is installed too: a checkout has the folder without it. */
async function packageIn(folder: string, timeoutSeconds: number): Promise<Reviewer | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  const manifest = text === undefined ? undefined : readManifest(text)
  if (manifest?.name !== reviewPackage) return undefined
  const { name, model, program, needs } = manifest.reviewer
  const installed = await Promise.all(upwards(folder).map((each) => access(join(each, 'node_modules', needs, 'package.json')).then(() => true, () => false)))
  if (!installed.includes(true)) return undefined
  return { name, model, command: [process.execPath, join(folder, program)], folder, timeoutSeconds }
}

function readManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('reviewer' in value)) return false
  const { reviewer } = value
  if (typeof value.name !== 'string' || typeof reviewer !== 'object' || reviewer === null) return false
  return (['name', 'model', 'program', 'needs'] as const).every((member) => typeof Reflect.get(reviewer, member) === 'string')
}
