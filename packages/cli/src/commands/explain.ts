import { allExplanations, didYouMean, prettyJson, suggestionTail, summaryOf, type Explanation } from '@vodflow/core'
import { severities } from '../catalogues.ts'
import { exitStatus } from '../exit-status.ts'
import { refuse, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { explanationList, explanationText } from '../reporters/explanation-text.ts'

/** What one code means; without one, what codes there are. */
export async function explain(invocation: Invocation, code: string): Promise<number> {
  const all = await allExplanations()
  const { io, json } = invocation
  if (code === '') {
    io.stdout.write(json ? prettyJson(all.map((one) => ({ code: one.code, severity: severityOf(one), summary: summaryOf(one) }))) : explanationList(all, layoutOf(invocation)))
    return exitStatus.done
  }
  const found = named(code, all.map((one) => one.code))
  const one = all.find((candidate) => candidate.code === found[0])
  if (one === undefined || found.length > 1) return refuse(invocation, refusal(code, found, all))
  io.stdout.write(json ? prettyJson({ ...one, severity: severityOf(one), summary: summaryOf(one) }) : explanationText(one, layoutOf(invocation)))
  return exitStatus.done
}

function layoutOf({ io }: Invocation) {
  return { colours: hasColours(io.stdout, io.env), columns: Math.min(io.stdout.columns, 110) }
}

function severityOf({ code }: Explanation): string {
  return severities.get(code) ?? 'error'
}

/** `[call/empty]`, as it is copied from a message, is call/empty. Without its prefix a code may be several. */
function named(written: string, codes: readonly string[]): readonly string[] {
  const code = written.trim().replaceAll(/^\[|\]$/gu, '').toLowerCase()
  return code.includes('/') ? codes.filter((one) => one === code) : codes.filter((one) => one.endsWith(`/${code}`))
}

function refusal(code: string, found: readonly string[], all: readonly Explanation[]): string {
  const shown = code.length > 60 ? `${code.slice(0, 59)}…` : code
  if (found.length > 1) return `'${shown}' is the code of several; there are ${found.map((one) => `'${one}'`).join(', ')}`
  const codes = all.map((one) => one.code)
  const near = code.includes('/') ? didYouMean(shown, codes) : nearNames(shown, codes)
  return `'${shown}' is no code of a diagnostic${suggestionTail(near) || "; 'vodflow explain' lists them all"}`
}

function nearNames(name: string, codes: readonly string[]): readonly string[] {
  const near = didYouMean(name, [...new Set(codes.map(nameOf))])
  return near.flatMap((one) => codes.filter((code) => nameOf(code) === one)).slice(0, 3)
}

function nameOf(code: string): string {
  return code.slice(code.indexOf('/') + 1)
}
