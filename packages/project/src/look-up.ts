import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { didYouMean, slipOf, type Diagnostic, type DiagnosticExtras, type SourceFile, type SourceSpan } from '@vodflow/core'
import { procedureNameOf } from './built-in-procedures.ts'
import { lookUpDiagnostics } from './diagnostics.ts'
import { extensionOf, type Located } from './procedure-file.ts'
import { realPathInside } from './templates/bounded-read.ts'
import { readTextFile, shownPath, startOf, textFileLimit, type TextProblem } from './text-file.ts'

export interface LookUp {
  /** The project's folder. */
  readonly root: string
  /** Absolute; tried in this order, the built-in procedures last. */
  readonly folders: readonly string[]
  readonly builtIns: readonly SourceFile[]
  /** Where the user is: paths in calls are relative to it. */
  readonly from: string
}

/** How many names are compared with one that is nowhere. */
const knownLimit = 10_000

/** The procedure of that name (design.md §4). */
export async function locateName(lookUp: LookUp, name: string): Promise<Located> {
  const builtIn = lookUp.builtIns.find(({ path }) => procedureNameOf(path) === name)
  for (const folder of lookUp.folders) {
    const hits = await candidatesIn(folder, name)
    const [path] = hits
    if (path === undefined) continue
    if (hits.length > 1) return ambiguous(lookUp, name, hits)
    return readInside(lookUp, path, builtIn)
  }
  if (builtIn) return { ok: true, value: { file: builtIn, builtIn: true, shadows: false } }
  const suggestions = didYouMean(name, await procedureNames(lookUp))
  const folders = lookUp.folders.map((folder) => shownPath(lookUp.from, folder))
  return { ok: false, problem: (span) => lookUpDiagnostics.create('unknown-procedure', span, { name, suggestions, folders }, renaming(span, name, suggestions)) }
}

function renaming(span: SourceSpan, name: string, suggestions: readonly string[]): DiagnosticExtras {
  const meant = slipOf(name, suggestions)
  return meant === undefined ? {} : { fixes: [{ title: `write '${meant}'`, edits: [{ span, text: meant }] }] }
}

/** The file at a path that a call names in place of a procedure. */
export async function locatePath(lookUp: LookUp, path: string): Promise<Located> {
  const absolute = resolve(lookUp.from, path)
  const read = await readTextFile(absolute)
  if (!read.ok) return refused(path, read.problem, (await neighbours(absolute)).map((name) => beside(path, name)))
  if (extensionOf(path) === undefined) return { ok: false, problem: (span) => lookUpDiagnostics.create('unknown-extension', span, { path }) }
  return { ok: true, value: { file: { path: shownPath(lookUp.from, absolute), text: read.text }, builtIn: false, shadows: false } }
}

/** Every name that a call can use, each once, sorted. */
export async function procedureNames(lookUp: LookUp): Promise<readonly string[]> {
  const own = await Promise.all(lookUp.folders.map(namesIn))
  return [...new Set([...own.flat(), ...lookUp.builtIns.map(({ path }) => procedureNameOf(path))])].toSorted().slice(0, knownLimit)
}

export async function candidatesIn(folder: string, name: string): Promise<readonly string[]> {
  const paths = [`${name}.lua`, `${name}.json`, join(name, `${name}.lua`), join(name, `${name}.json`)].map((path) => join(folder, path))
  const isThere = await Promise.all(paths.map(isFile))
  return paths.filter((_, index) => isThere[index])
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

function ambiguous({ from }: LookUp, name: string, hits: readonly string[]): Located {
  const paths = hits.map((path) => shownPath(from, path))
  const related = paths.map((path) => ({ message: 'it could be this one', span: startOf(path) }))
  return { ok: false, problem: (span) => lookUpDiagnostics.create('ambiguous-procedure', span, { name, paths }, { related }) }
}

async function readInside(lookUp: LookUp, path: string, builtIn: SourceFile | undefined): Promise<Located> {
  const shown = shownPath(lookUp.from, path)
  const real = await realPathOf(lookUp.root, path)
  if (real === 'gone') return refused(shown, { kind: 'missing' }, [])
  if (real === undefined) return { ok: false, problem: (span) => lookUpDiagnostics.create('outside-project', span, { path: shown }) }
  const read = await readTextFile(real)
  if (!read.ok) return refused(shown, read.problem, [])
  // A copy of a built-in procedure, as in our own repository, replaces nothing.
  if (builtIn?.text === read.text) return { ok: true, value: { file: builtIn, builtIn: true, shadows: false } }
  return { ok: true, value: { file: { path: shown, text: read.text }, builtIn: false, shadows: builtIn !== undefined } }
}

/** `gone` where the file has been removed since it was found. */
async function realPathOf(root: string, path: string): Promise<string | undefined> {
  try {
    return await realPathInside(await realpath(root), path)
  } catch {
    return 'gone'
  }
}

/** A file in the folder that `path` is in, spelt as `path` is. */
function beside(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name
}

function refused(path: string, problem: TextProblem, suggestions: readonly string[]): Located {
  return { ok: false, problem: (span) => textDiagnostic(path, problem, span, suggestions) }
}

/** Why a procedure's file gave no text. */
export function textDiagnostic(path: string, problem: TextProblem, span: SourceSpan, suggestions: readonly string[] = []): Diagnostic {
  switch (problem.kind) {
    case 'missing':
      return lookUpDiagnostics.create('missing-file', span, { path, suggestions })
    case 'too-large':
      return lookUpDiagnostics.create('file-too-large', span, { path, limit: textFileLimit.words })
    case 'not-utf-8':
      return lookUpDiagnostics.create('not-utf-8', span, { path })
    case 'unreadable':
      return lookUpDiagnostics.create('unreadable-file', span, { path, problem: problem.problem })
  }
}

/** Files beside a missing one that could have been meant, as bare names. */
async function neighbours(path: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(dirname(path))).filter((name) => extensionOf(name) !== undefined).slice(0, knownLimit)
    // Without their endings, which are half of a short name; so `x.json` is near to a missing `x.lua`.
    const near = didYouMean(procedureNameOf(basename(path)), [...new Set(names.map(procedureNameOf))])
    return near.flatMap((stem) => names.filter((name) => procedureNameOf(name) === stem)).slice(0, 3)
  } catch {
    return []
  }
}

/** `Name.lua`, `Name.json`, and `Name` for a folder that holds a file of its own name. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).slice(0, knownLimit)
    const files = entries.filter((entry) => !entry.isDirectory() && extensionOf(entry.name) !== undefined).map(({ name }) => procedureNameOf(name))
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
    const own = await Promise.all(folders.map(async (name) => (await candidatesIn(folder, name)).length > 0))
    return [...files, ...folders.filter((_, index) => own[index])]
  } catch {
    return []
  }
}
