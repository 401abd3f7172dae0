import { evenSide, type Diagnostic, type TemplateKind } from '@vodflow/core'
import { templateDiagnostics } from '../diagnostics/template.ts'
import { replacement } from '../literal.ts'
import { isWireBody } from './merge.ts'
import type { ProjectTemplate, WireBody } from './project-template.ts'

/** A side that is in its range and will be rounded; what is out of it is told already. */
export function isOddSide(found: unknown): found is number {
  return typeof found === 'number' && found % 2 !== 0 && Number.isInteger(found) && Math.abs(found) >= 128 && Math.abs(found) <= 4096
}

export function oddSizes({ kind, definition, body, spanAt }: ProjectTemplate, merged: WireBody): readonly Diagnostic[] {
  const video = body['video']
  if (kind !== 'transcode' || !isWireBody(video) || merged['isFiltrateVideo'] === 1) return []
  return (['width', 'height'] as const).flatMap((side) => {
    const found = video[side]
    const span = spanAt(['video', side])
    if (!isOddSide(found) || !span) return []
    const made = evenSide(Math.abs(found))
    const fixes = replacement(span, found, made * Math.sign(found))
    return [templateDiagnostics.create('odd-size', span, { kind, definition, side, found, made }, fixes.length > 0 ? { fixes } : {})]
  })
}

/** Bytes of UTF-8, at most (templates.md §6, §10); of the other kinds nothing is said. */
const textLimits: { readonly [K in TemplateKind]?: { readonly name: number; readonly comment: number } } = {
  transcode: { name: 63, comment: 255 },
  watermark: { name: 64, comment: 1024 },
}

export function longTexts({ kind, definition, name, comment, spanAt, span }: ProjectTemplate): readonly Diagnostic[] {
  const limits = textLimits[kind]
  if (!limits) return []
  return Object.entries({ name, comment }).flatMap(([member, text = '']) => {
    const bytes = bytesOf(text)
    const limit = member === 'name' ? limits.name : limits.comment
    return bytes <= limit ? [] : [templateDiagnostics.create('long-text', spanAt([member]) ?? span, { kind, definition, member, bytes, limit })]
  })
}

/** In UTF-8. */
function bytesOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign < '\u0080' ? 1 : sign < '\u0800' ? 2 : sign.length === 2 ? 4 : 3), 0)
}

/** templates.md §10: an account has at most so many transcode templates of its own. */
const accountLimit = 16

export function moreThanAccountHolds(templates: readonly ProjectTemplate[]): readonly Diagnostic[] {
  const transcodes = templates.filter(({ kind }) => kind === 'transcode').toSorted((a, b) => a.definition - b.definition)
  const first = transcodes[accountLimit]
  if (!first) return []
  return [templateDiagnostics.create('many-templates', first.spanAt(['definition']) ?? first.span, { found: transcodes.length, limit: accountLimit })]
}
