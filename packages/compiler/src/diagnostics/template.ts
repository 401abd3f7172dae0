import { defineDiagnostics, suggestionTail } from '@vodflow/core'

interface Sentence {
  readonly kind: string
  readonly definition: number
  readonly text: string
}
interface UnknownTemplate {
  readonly kind: string
  readonly definition: number
  /** What it may have been meant for. */
  readonly near: readonly string[]
  /** The kinds that have this definition. */
  readonly elsewhere: readonly string[]
  /** All definitions of the kind; empty as well where they are many. */
  readonly known: readonly number[]
  readonly isMaster: boolean
  /** The setting of vodflow.config.json that names it. */
  readonly defaultOf?: string
}
const about = ({ kind, definition, text }: Sentence) => `${kind} template ${definition}: ${text}`

/** Everything that can be wrong with a template, or with the number of one. */
export const templateDiagnostics = defineDiagnostics('template', {
  unknown: {
    severity: 'error',
    message: (p: UnknownTemplate) => `no ${p.kind} template has the definition ${p.definition}${sourceText(p)}${elsewhereText(p)}${knownText(p)}${suggestionTail(p.near)}`,
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
  'odd-size': {
    severity: 'warning',
    message: (p: { kind: string; definition: number; side: 'width' | 'height'; found: number; made: number }) =>
      `${p.kind} template ${p.definition}: 'video.${p.side}' is ${p.found}, and video in 4:2:0 has even sides; ${p.made} is made`,
  },
  'long-text': {
    severity: 'error',
    message: (p: { kind: string; definition: number; member: string; bytes: number; limit: number }) =>
      `${p.kind} template ${p.definition}: '${p.member}' has ${p.bytes} bytes of UTF-8; at most ${p.limit} are allowed`,
  },
  'many-templates': {
    severity: 'info',
    message: (p: { found: number; limit: number }) =>
      `the project has ${p.found} transcode templates of its own; all work here, and an account of the service holds at most ${p.limit}`,
  },
  'out-of-range': { severity: 'error', message: about },
  'missing-property': { severity: 'error', message: about },
  'unknown-property': { severity: 'error', message: about },
  'impossible-combination': { severity: 'error', message: about },
})

function sourceText({ defaultOf, isMaster }: UnknownTemplate): string {
  const source = defaultOf === undefined ? '' : `, which '${defaultOf}' in vodflow.config.json names`
  return isMaster ? `${source}; it is the HLS master playlist, which hlsMasterPlaylist asks for` : source
}

function elsewhereText({ definition, elsewhere }: UnknownTemplate): string {
  return elsewhere.length === 0 ? '' : `; ${definition} is a template of another kind: ${elsewhere.join(', ')}`
}

/** templates.md §6, §7: watermarks and encryption have no presets. */
const noneBuiltIn: { readonly [kind: string]: string } = {
  watermark: '; no watermark is built in, so it must come from the templates of the project',
  drm: '; no encryption is built in, so it must come from the templates of the project',
}

function knownText({ kind, near, known }: UnknownTemplate): string {
  if (known.length === 0) return noneBuiltIn[kind] ?? ''
  const [only, ...others] = known
  return near.length > 0 || only === undefined ? '' : others.length === 0 ? `; the only one is ${only}` : `; there are ${known.join(', ')}`
}
