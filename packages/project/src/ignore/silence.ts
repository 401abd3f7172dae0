import { ignoreDiagnostics } from '@vodflow/compiler'
import { didYouMean, spanOf, type Diagnostic, type Severity, type SourceFile } from '@vodflow/core'
import type { Ignore } from './ignore.ts'
import { ignoresIn } from './ignores.ts'

export interface SilenceOptions {
  /** The texts whose ignores count; each path once. */
  readonly files: readonly SourceFile[]
  /** See `knownCodes`. */
  readonly known: ReadonlyMap<string, Severity>
  /** Whether an ignore that silenced nothing is reported: only where everything that its text could be told has been. */
  readonly isWhole: (ignore: Ignore) => boolean
}

/**
 * The diagnostics without those that a text asks to be silenced, and with what is wrong with such wishes. An error stays, since
 * nothing is run that has one; what is an error under `--strict` alone can be silenced. Pure; the language server uses it too.
 */
export function silence(diagnostics: readonly Diagnostic[], { files, known, isWhole }: SilenceOptions): readonly Diagnostic[] {
  const ignores = files.flatMap(ignoresIn)
  if (ignores.length === 0) return diagnostics
  const byFile = new Map<string, Ignore[]>()
  for (const ignore of ignores) byFile.set(ignore.file.path, [...(byFile.get(ignore.file.path) ?? []), ignore])
  const silenced = new Set<Ignore>()
  const refused = new Set<Ignore>()
  const left = diagnostics.filter((diagnostic) => {
    const meant = (byFile.get(diagnostic.span?.file.path ?? '') ?? []).filter((ignore) => isAbout(ignore, diagnostic))
    const canBe = diagnostic.severity !== 'error' || (known.get(diagnostic.code) ?? 'error') !== 'error'
    for (const ignore of meant) (canBe ? silenced : refused).add(ignore)
    return meant.length === 0 || !canBe
  })
  return [...left, ...ignores.flatMap((ignore) => problemsOf(ignore))]

  function problemsOf(ignore: Ignore): readonly Diagnostic[] {
    const { code } = ignore
    const span = spanOf(ignore.file, ignore.start, ignore.end)
    if (!known.has(code) && !silenced.has(ignore) && !refused.has(ignore)) {
      return [ignoreDiagnostics.create('ignore-unknown-code', span, { code, suggestions: didYouMean(code, [...known.keys()]) })]
    }
    if (refused.has(ignore)) return [ignoreDiagnostics.create('ignore-of-error', span, { code })]
    const problems = ignore.reason === '' ? [ignoreDiagnostics.create('ignore-without-reason', span, { code })] : []
    // Another machine's ffmpeg may well lack what this one has.
    const isUnused = !silenced.has(ignore) && !code.startsWith('ffmpeg/') && isWhole(ignore)
    return isUnused ? [...problems, ignoreDiagnostics.create('ignore-unused', span, { code })] : problems
  }
}

function isAbout({ code, from, to }: Ignore, { code: found, span }: Diagnostic): boolean {
  return code === found && span !== undefined && span.start >= from && span.start < to
}
