import type { Diagnostic, SourceFile } from '@vodflow/core'
import type { Ignore } from './ignore.ts'

/** Nothing more is loaded for a text without an ignore, which is nearly every one. */
export function mayHaveIgnores({ text }: SourceFile): boolean {
  return text.includes('vodflow-ignore') || text.includes('"x-ignore"')
}

/** As `silence`, for texts that may have no ignore at all. */
export async function silenced(
  diagnostics: readonly Diagnostic[], files: readonly SourceFile[], isWhole: (ignore: Ignore) => boolean,
): Promise<readonly Diagnostic[]> {
  const of = files.filter(mayHaveIgnores)
  if (of.length === 0) return diagnostics
  const [{ silence }, { knownCodes }] = await Promise.all([import('./silence.ts'), import('./known-codes.ts')])
  return silence(diagnostics, { files: of, known: await knownCodes(), isWhole })
}
