import { relocate, type Diagnostic, type FrontEnd, type ProcedureSource, type SourceFile } from '@vodflow/core'
import { ofWhatIsThere } from './of-what-is-there.ts'

/** So many faults are left out, one by one; a longer file, or one with more of them, is read only up to its faults. */
const faultLimit = 20
const lengthLimit = 256 * 1024

/**
 * What is wrong with the rest of a JSON procedure that its front end refuses: the faults are left out, and what remains is
 * compiled. The places are those in `file`.
 */
export async function checkRest(
  file: SourceFile, faults: readonly Diagnostic[], frontEnd: FrontEnd, compile: (source: ProcedureSource, file: SourceFile) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  if (file.text.length > lengthLimit) return []
  const { withoutFault } = await import('@vodflow/frontend-json')
  const found: Diagnostic[] = []
  let rest = file
  let fault = firstFault(faults)
  for (let count = 0; fault !== undefined && count < faultLimit; count += 1) {
    const text = withoutFault(rest.text, fault)
    if (text === undefined || text === rest.text) return found
    rest = { path: file.path, text }
    const of = rest
    // What was added at the end so that the rest can be read is not the user's.
    const isTheirs = ({ code, span }: Diagnostic) => ofWhatIsThere.test(code) && (span === undefined || span.end <= file.text.length)
    const keep = (diagnostics: readonly Diagnostic[]) => found.push(...diagnostics.filter(isTheirs).map((diagnostic) => relocate(diagnostic, of, file, 0)))
    const source = await frontEnd.load(rest)
    keep(source.diagnostics)
    if (source.ok) {
      keep(await compile(source.value, rest))
      return found
    }
    fault = firstFault(source.diagnostics)
  }
  return found
}

function firstFault(diagnostics: readonly Diagnostic[]): (Diagnostic & { readonly span: NonNullable<Diagnostic['span']> }) | undefined {
  const fault = diagnostics.find(({ severity }) => severity === 'error')
  return fault?.span && !/\/too-(?:large|deep)$/u.test(fault.code) ? { ...fault, span: fault.span } : undefined
}
