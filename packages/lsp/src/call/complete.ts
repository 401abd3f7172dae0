import type { TemplateCatalogue } from '@vodflow/core'
import type { Item, Note } from '../item.ts'
import { templateItems } from '../template-items.ts'
import { argumentIndexes, callLineAt, type Parameter, type Signatures } from './call-lines.ts'

export interface CallContext {
  readonly procedures: readonly string[]
  readonly signatures: Signatures
  readonly templates: TemplateCatalogue
}

/** What can be written at a place of a `.call` file, also where the call is not finished. */
export function completeCall(text: string, offset: number, { procedures, signatures, templates }: CallContext): readonly Item[] {
  const line = callLineAt(text, offset)
  if (line === undefined) return []
  const { name, tokens } = line
  if (offset <= name.end) return procedures.map((label) => ({ label, kind: 'procedure', insert: label, start: name.start, end: name.end, detail: signatureText(label, signatures(label)) }))
  const touching = tokens.findIndex((token) => token.type === 'number' && token.start <= offset && offset <= token.end)
  const next = tokens.findIndex((token) => token.start >= offset)
  const at = touching >= 0 ? touching : next < 0 ? tokens.length : next
  const token = touching >= 0 ? tokens[touching] : undefined
  if (tokens.some(({ type, start, end }) => type === 'string' && start < offset && offset < end)) return []
  const before = tokens[at - 1]?.text ?? ''
  const index = /^[({[,;]$/u.test(before) ? argumentIndexes(tokens)[at] : undefined
  const kind = index === undefined ? undefined : signatures(name.text)[index]?.kind
  return kind ? templateItems(templates, kind, token?.start ?? offset, token?.end ?? offset) : []
}

/** What the procedure's name, or the argument, at a place is. */
export function hoverCall(text: string, offset: number, signatures: Signatures, origin: string | undefined): Note | undefined {
  const line = callLineAt(text, offset)
  if (line === undefined || line.name.text === '' || offset < line.name.start || offset > line.name.end || origin === undefined) return undefined
  const { text: name, start, end } = line.name
  const parameters = signatures(name)
  const rows = parameters.map((one, index) => `${index + 1}. \`${one.name}\`${about(one)}`)
  return { text: [`\`\`\`lua\n${signatureText(name, parameters)}\n\`\`\``, rows.join('\n'), `_${origin}_`].filter((part) => part !== '').join('\n\n'), start, end }
}

function about({ kind, type, description }: Parameter): string {
  const words = [kind === undefined ? type : `${kind} template`, description].filter((word) => word !== undefined)
  return words.length === 0 ? '' : `: ${words.join('; ')}`
}

function signatureText(name: string, parameters: readonly Parameter[]): string {
  return `${name}(${parameters.map((one) => one.name).join(', ')})`
}
