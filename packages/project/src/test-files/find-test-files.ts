import { resolve } from 'node:path'
import { findProjectFolder } from '../config/project-folder.ts'
import { findFiles } from '../validate/find-files.ts'

export type FoundTests =
  /** Absolute, sorted. */
  | { readonly ok: true; readonly paths: readonly string[] }
  /** Wrong use, in a sentence. */
  | { readonly ok: false; readonly problem: string }

/** The test files at the paths; beside a procedure that is named: its own. None: those of the whole project. */
export async function findTestFiles(paths: readonly string[], from: string, directory: string | undefined): Promise<FoundTests> {
  const folder = await findProjectFolder(directory, from)
  if (!folder.ok) return { ok: false, problem: folder.diagnostics[0]?.message ?? 'there is no such project' }
  const found = await findFiles(paths.length === 0 ? [folder.value] : paths.map(testOf), from)
  if (!found.ok) return found
  const files = found.files.map(({ path }) => resolve(from, path)).filter((path) => path.endsWith('.test.json'))
  return files.length > 0 ? { ok: true, paths: files } : { ok: false, problem: `there is no test here; 'Name.test.json' beside 'Name.lua' or 'Name.json' is one` }
}

function testOf(path: string): string {
  const isProcedure = /\.(?:lua|json)$/u.test(path) && !path.endsWith('.test.json') && !/[*?{[]/u.test(path)
  return isProcedure ? path.replace(/\.(?:lua|json)$/u, '.test.json') : path
}
