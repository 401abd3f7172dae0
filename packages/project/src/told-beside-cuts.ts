import type { Diagnostic, SourceFile } from '@vodflow/core'
import type { Surroundings } from '@vodflow/frontend-json'
import { ofWhatIsThere } from './of-what-is-there.ts'

/** What was left out of a text because it was at fault. */
export interface Cut {
  readonly start: number
  readonly end: number
  /** The name of the root's member that it was in. */
  readonly member?: string
}

/** Codes about one element of a list: as right without the faults of others. A condition changes nothing of it but whether it is done. */
const ofOneElement = /^check\/(?:encryption-needs-hls|idr-mismatch|master-needs-renditions|impossible-frame|no-time-offset|watermark-(?:outside|without-transcode))$/u
const ofElements = /^check\/duplicate-action$/u
const ofTheWhole = /^(?:check\/review-gates-nothing|json\/empty-procedure)$/u
const ofParameter = /^json-ref\/(?:unknown|unused)-parameter$/u

/** Members of the root that no rule over several actions looks at. */
const beside = new Set(['$schema', 'name', 'description', 'parameters', 'priority', 'notifyMode'])

/** Whether a diagnostic about the rest of a text is sure to be none of the cuts' doing. `file` is the text as it was written. */
export function toldBeside(cuts: readonly Cut[], file: SourceFile, surroundings: (offset: number) => Surroundings): (diagnostic: Diagnostic) => boolean {
  const written = ({ start, end }: Cut) => file.text.slice(start, end)
  const isWhole = (span: Diagnostic['span'], counted: readonly Cut[]) => {
    const element = span && surroundings(span.start).element
    return element !== undefined && counted.every(({ start, end }) => end <= element.start || element.end <= start)
  }
  return ({ code, span, related = [], params }) => {
    if (ofWhatIsThere.test(code)) return true
    if (ofOneElement.test(code)) return isWhole(span, cuts.filter((cut) => !written(cut).startsWith('"when"')))
    if (ofElements.test(code)) return [span, ...related.map((note) => note.span)].every((each) => isWhole(each, cuts))
    if (ofTheWhole.test(code)) return cuts.every(({ member }) => member !== undefined && beside.has(member))
    return ofParameter.test(code) && !cuts.some((cut) => written(cut).split(/[^\p{L}\p{N}_]+/u).includes(String(params?.['name'])))
  }
}

/** The places in which two texts of one length differ. */
export function cutsBetween(before: string, after: string, surroundings: (offset: number) => Surroundings): readonly Cut[] {
  const cuts: { start: number; end: number }[] = []
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === after[at]) continue
    const last = cuts.at(-1)
    // White space in what was cut is as it was.
    if (last && before.slice(last.end, at).trim() === '') last.end = at + 1
    else cuts.push({ start: at, end: at + 1 })
  }
  return cuts.map(({ start, end }) => {
    // A comma may have gone with what follows it.
    const first = start + (/^[\s,]*/u.exec(before.slice(start, end))?.[0].length ?? 0)
    const { member } = surroundings(first)
    return { start: first, end, ...(member !== undefined && { member }) }
  })
}
