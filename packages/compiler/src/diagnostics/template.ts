import { defineDiagnostics, suggestionTail } from '@vodflow/core'

interface Sentence {
  readonly kind: string
  readonly definition: number
  readonly text: string
}
const about = ({ kind, definition, text }: Sentence) => `${kind} template ${definition}: ${text}`

/** Everything that can be wrong with a template, or with the number of one. */
export const templateDiagnostics = defineDiagnostics('template', {
  unknown: {
    severity: 'error',
    message: (p: { kind: string; definition: number; near: readonly string[]; elsewhere: readonly string[]; hint: string }) =>
      `no ${p.kind} template has the definition ${p.definition}${p.hint}${elsewhereText(p)}${suggestionTail(p.near)}`,
  },
  'no-default-transcode': {
    severity: 'warning',
    message: (p: { taken: boolean }) =>
      `the transcode template 1 stands for the project's defaults, and none are set${p.taken ? ', so 10, 20 and 30 are taken' : ''}; set 'defaults.transcode' in vodflow.config.json`,
  },
  'no-default-watermark': {
    severity: 'error',
    message: () => "the watermark 1 stands for the project's default watermark, and none is set; set 'defaults.watermark' in vodflow.config.json to a watermark template of templates/",
  },
  'redefines-preset': {
    severity: 'error',
    message: (p: { kind: string; definition: number }) =>
      `${p.kind} template ${p.definition} is built in; give another definition, or say "replaces": true to put this one in its place`,
  },
  duplicate: {
    severity: 'error',
    message: (p: { kind: string; definition: number }) => `${p.kind} template ${p.definition} is defined twice`,
  },
  reserved: {
    severity: 'error',
    message: (p: { kind: string; definition: number; meaning: string }) =>
      `the definition ${p.definition} of a ${p.kind} template is reserved: it ${p.meaning}`,
  },
  'unknown-base': {
    severity: 'error',
    message: (p: { kind: string; definition: number; base: number; near: readonly string[] }) =>
      `${p.kind} template ${p.definition} extends ${p.base}, and no ${p.kind} template has that definition${suggestionTail(p.near)}`,
  },
  cycle: {
    severity: 'error',
    message: (p: { kind: string; chain: readonly number[] }) => `${p.kind} templates extend each other in a circle: ${p.chain.join(' → ')}`,
  },
  'extends-too-deep': {
    severity: 'error',
    message: (p: { kind: string; definition: number; limit: number }) =>
      `${p.kind} template ${p.definition} stands on more than ${p.limit} others; make the chain of 'extends' shorter`,
  },
  'out-of-range': { severity: 'error', message: about },
  'missing-property': { severity: 'error', message: about },
  'unknown-property': { severity: 'error', message: about },
  'impossible-combination': { severity: 'error', message: about },
})

function elsewhereText({ definition, elsewhere }: { readonly definition: number; readonly elsewhere: readonly string[] }): string {
  return elsewhere.length === 0 ? '' : `; ${definition} is a template of another kind: ${elsewhere.join(', ')}`
}
