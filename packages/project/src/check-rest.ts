import { relocate, type Diagnostic, type FrontEnd, type ProcedureSource, type SourceFile } from '@vodflow/core'
import { cutsBetween, toldBeside, type Cut } from './told-beside-cuts.ts'

/** So many faults are left out, one by one; a longer file, or one with more of them, is read only up to its faults. */
const faultLimit = 20
const lengthLimit = 256 * 1024

type Compile = (source: ProcedureSource, file: SourceFile) => Promise<readonly Diagnostic[]>

/**
 * What is wrong with the rest of a JSON procedure that its front end refuses: the faults are left out, and what remains is
 * compiled. The places are those in `file`.
 */
export async function checkRest(file: SourceFile, faults: readonly Diagnostic[], frontEnd: FrontEnd, compile: Compile): Promise<readonly Diagnostic[]> {
  const found = file.text.length > lengthLimit ? [] : await problemsOfRest(file, faults, frontEnd, compile)
  const misspelt = [...faults, ...found].flatMap(({ code, params }) => (code === 'json-ref/unknown-parameter' ? [params?.['suggestions']].flat() : []))
  // One that another place misspells is in use.
  return found.filter(({ code, params }) => code !== 'json-ref/unused-parameter' || !misspelt.includes(params?.['name']))
}

async function problemsOfRest(file: SourceFile, faults: readonly Diagnostic[], frontEnd: FrontEnd, compile: Compile): Promise<readonly Diagnostic[]> {
  const { surroundingsIn, withoutFault } = await import('@vodflow/frontend-json')
  const found: Diagnostic[] = []
  const cuts: Cut[] = []
  let rest = file
  let fault = firstFault(faults)
  for (let count = 0; fault !== undefined && count < faultLimit; count += 1) {
    const text = withoutFault(rest.text, fault)
    if (text === undefined || text === rest.text) return found
    cuts.push(...cutsBetween(rest.text, text, surroundingsIn(rest.text)))
    rest = { path: file.path, text }
    const of = rest
    const isSure = toldBeside(cuts, file, surroundingsIn(text))
    // What was added at the end so that the rest can be read is not the user's.
    const isTheirs = (one: Diagnostic) => isSure(one) && (one.span === undefined || one.span.end <= file.text.length)
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
