import { fileURLToPath } from 'node:url'
import { fail, ok, type Result } from '@vodflow/core'
import { cacheFolder } from './cache.ts'
import { toolDiagnostics } from './diagnostics.ts'
import { ffmpegPlaces, ffprobePlaces, type Environment, type Place } from './places.ts'
import { tryProgram, type FoundProgram, type Tried } from './try-program.ts'

export interface LocateOptions {
  /** As `process.env`. */
  readonly env: Environment
  /** Absolute files (or file URLs) from which the optional packages are resolved; this module's own place is always tried too. */
  readonly resolveFrom?: readonly string[] | undefined
}

/** One look at one place, for a person to read. */
export interface Attempt {
  readonly program: 'ffmpeg' | 'ffprobe'
  readonly place: string
  readonly path?: string
  readonly state: 'used' | 'works' | 'absent' | 'broken'
  /** The version where it works, the reason where it does not. */
  readonly detail: string
}

export interface Search {
  readonly found?: FoundProgram
  /** A variable that names no working program ends the search. */
  readonly refused?: { readonly variable: string; readonly path: string; readonly why: string }
  readonly attempts: readonly Attempt[]
}

/** @returns the ffmpeg to use, or `ffmpeg/not-found`, `ffmpeg/not-working` */
export async function locateFfmpeg(options: LocateOptions, signal?: AbortSignal): Promise<Result<FoundProgram>> {
  return settleSearch(await searchFfmpeg(options, false, signal), 'not-found')
}

/** @returns the ffprobe to use with this ffmpeg, or `ffmpeg/probe-not-found`, `ffmpeg/not-working` */
export async function locateFfprobe(options: LocateOptions, ffmpegPath: string | undefined, signal?: AbortSignal): Promise<Result<FoundProgram>> {
  return settleSearch(await searchFfprobe(options, ffmpegPath, false, signal), 'probe-not-found')
}

/** `all`: go on after the first that works, for a report. */
export function searchFfmpeg(options: LocateOptions, all: boolean, signal?: AbortSignal): Promise<Search> {
  return search('ffmpeg', ffmpegPlaces(options.env, starts(options)), options, all, signal)
}

export function searchFfprobe(options: LocateOptions, ffmpegPath: string | undefined, all: boolean, signal?: AbortSignal): Promise<Search> {
  return search('ffprobe', ffprobePlaces(options.env, starts(options), ffmpegPath), options, all, signal)
}

async function search(program: Attempt['program'], places: Iterable<Place>, options: LocateOptions, all: boolean, signal?: AbortSignal): Promise<Search> {
  const cache = cacheFolder(options.env)
  const attempts: Attempt[] = []
  let found: FoundProgram | undefined
  let refused: Search['refused']
  for (const place of places) {
    const tried = await tryProgram(place, cache, signal)
    const open = found === undefined && refused === undefined
    attempts.push(attemptOf(program, place, tried, open))
    if (open && tried.state === 'works') found = tried.found
    if (open && place.hard && tried.state === 'broken') refused = { variable: place.name, path: place.path ?? '', why: tried.why }
    if (!all && (found !== undefined || refused !== undefined)) break
  }
  return { attempts, ...(found && { found }), ...(refused && { refused }) }
}

function attemptOf(program: Attempt['program'], place: Place, tried: Tried, open: boolean): Attempt {
  const path = place.path === undefined ? {} : { path: place.path }
  const base = { program, place: place.name, ...path }
  if (tried.state === 'works') return { ...base, state: open ? 'used' : 'works', detail: tried.found.version }
  if (tried.state === 'broken') return { ...base, state: 'broken', detail: tried.why }
  return { ...base, state: 'absent', detail: place.path === undefined ? (place.hard ? 'not set' : 'not installed') : 'no such file' }
}

function settleSearch(search: Search, missing: 'not-found' | 'probe-not-found'): Result<FoundProgram> {
  if (search.refused !== undefined) return fail(toolDiagnostics.create('not-working', undefined, search.refused))
  if (search.found !== undefined) return ok(search.found)
  const tried = [...new Set(search.attempts.map((attempt) => attempt.place))]
  return fail(toolDiagnostics.create(missing, undefined, { tried }))
}

function starts(options: LocateOptions): readonly string[] {
  const given = (options.resolveFrom ?? []).map((from) => (from.startsWith('file:') ? fileURLToPath(from) : from))
  return [...given, fileURLToPath(import.meta.url)]
}
