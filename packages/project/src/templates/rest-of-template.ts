import { createCatalogue, type ProjectTemplate } from '@vodflow/compiler'
import { hasErrors, relocate, type Diagnostic, type Result, type SourceFile } from '@vodflow/core'
import { surroundingsIn, withoutFault } from '@vodflow/frontend-json'
import { cutsBetween, type Cut } from '../told-beside-cuts.ts'

/** So many faults of form are left out of one file, one by one. */
const faultLimit = 20

/** What is left of a template's file without its faults of form: to be looked at for more of them, never to be used. */
export interface RestOfTemplate {
  /** Absent where too little is left. */
  readonly template?: ProjectTemplate
  /** What is wrong with the picture, which was not looked at before. */
  readonly ofImage: readonly Diagnostic[]
  /** The file as it was written. */
  readonly file: SourceFile
  readonly cuts: readonly Cut[]
}

export type ReadTemplate = (file: SourceFile) => Promise<Result<ProjectTemplate>>

export async function restOfTemplate(file: SourceFile, faults: readonly Diagnostic[], read: ReadTemplate): Promise<RestOfTemplate> {
  const cuts: Cut[] = []
  const ofImage: Diagnostic[] = []
  let rest = file
  let fault = firstFault(faults)
  for (let count = 0; fault !== undefined && count < faultLimit; count += 1) {
    const text = withoutFault(rest.text, fault)
    if (text === undefined || text === rest.text) break
    cuts.push(...cutsBetween(rest.text, text, surroundingsIn(rest.text)))
    rest = { path: file.path, text }
    const of = rest
    const again = await read(of)
    if (again.ok) return { template: again.value, ofImage, file, cuts }
    const isNew = ({ code }: Diagnostic) => imageCodes.test(code) && !faults.some((told) => told.code === code)
    ofImage.push(...again.diagnostics.filter(isNew).map((diagnostic) => relocate(diagnostic, of, file, 0)))
    fault = firstFault(again.diagnostics)
  }
  return { ofImage, file, cuts }
}

const imageCodes = /^template\/(?:no-image|image-)/u
/** Of values that stand there: as wrong without the faults around them. */
const ofWhatIsThere = /^template\/(?:out-of-range|odd-size|long-text|unsafe-address|unencrypted-address|redefines-preset|reserved|duplicate)$/u
/** Of values together, of which one may have been left out. */
const ofSeveral = /^template\/impossible-combination$/u
const ofNoOther = new Set(['$schema', 'name', 'comment'])

/** What is wrong with the rests, beside `templates` and each other. */
export function problemsOfRests(rests: readonly RestOfTemplate[], templates: readonly ProjectTemplate[]): readonly Diagnostic[] {
  if (rests.length === 0) return []
  const { diagnostics } = createCatalogue([...templates, ...rests.flatMap(({ template }) => template ?? [])])
  const byPath = new Map(rests.map((rest) => [rest.file.path, rest]))
  const ofValues = diagnostics.flatMap((diagnostic) => {
    const { code, span } = diagnostic
    const rest = span && byPath.get(span.file.path)
    if (span === undefined || rest === undefined) return []
    const isSure = ofWhatIsThere.test(code) || (ofSeveral.test(code) && rest.cuts.every(({ member }) => member !== undefined && ofNoOther.has(member)))
    return isSure && span.end <= rest.file.text.length ? [relocate(diagnostic, span.file, rest.file, 0)] : []
  })
  return [...rests.flatMap(({ ofImage }) => ofImage), ...ofValues]
}

function firstFault(diagnostics: readonly Diagnostic[]) {
  if (!hasErrors(diagnostics)) return undefined
  const fault = diagnostics.find(({ severity }) => severity === 'error')
  return fault?.span && !/\/too-(?:large|deep)$/u.test(fault.code) ? { ...fault, span: fault.span } : undefined
}
