import type { Action, Diagnostic, Procedure, SourceSpan } from '@vodflow/core'
import { convertDiagnostics } from './diagnostics.ts'
import { ownFields, ownSettings, type WholePlace, type Written } from './to-template.ts'

const target = 'call'

/** A call of one of the two presets, whose arguments can say very little. What is returned may still mean something else: compare. */
export function toCall(procedure: Procedure, whole: WholePlace): Written<string> {
  const { actions } = procedure
  const diagnostics: Diagnostic[] = []
  const cannot = (field: string, found: string, span: SourceSpan) => diagnostics.push(convertDiagnostics.create('field', span, { field, found, target }))
  const of = <K extends Action['kind']>(kind: K) => actions.filter((action): action is Extract<Action, { readonly kind: K }> => action.kind === kind)
  const refuse = (action: Action) => diagnostics.push(convertDiagnostics.create('action', action.span, { kind: action.kind, target }))
  const only = <K extends 'coverBySnapshot' | 'sampleSnapshot' | 'review'>(kind: K) => {
    const [first, ...others] = of(kind)
    for (const action of others) refuse(action)
    return first
  }
  for (const kind of ['animatedGraphics', 'snapshotByTimeOffset', 'imageSprite'] as const) for (const action of of(kind)) refuse(action)

  const transcodes = of('transcode')
  for (const action of transcodes) for (const [field, found, span] of ownFields(action)) cannot(field, found, span)
  const watermark = watermarkOf(transcodes, cannot)
  const cover = only('coverBySnapshot')
  if (cover && (cover.positionType.value !== 'Time' || cover.position.value !== 0)) {
    cannot('position', `${cover.position.value} ${cover.positionType.value === 'Time' ? 's' : '%'}`, cover.position.span)
  }
  const sample = only('sampleSnapshot')
  const review = only('review')
  // One preset takes samples, the other reviews.
  if (sample && review) refuse(sample)
  for (const [field, found] of ownSettings(procedure)) cannot(field, found, whole(field))
  const definitions = transcodes.flatMap((action) => action.definitions.map(({ value }) => value))
  const last = review ?? sample
  const words = [`{${definitions.join(',')}}`, watermark, cover?.definition.value ?? 0, last?.definition.value ?? 0].map(String)
  return { value: `${review ? 'QCVB_ProcessUGCFile' : 'QCVB_SimpleProcessFile'}(${withoutTail(definitions.length === 0 ? ['0', ...words.slice(1)] : words).join(',')})`, diagnostics }
}

type Transcode = Extract<Action, { readonly kind: 'transcode' }>

/** One watermark, in every output. */
function watermarkOf(transcodes: readonly Transcode[], cannot: (field: string, found: string, span: SourceSpan) => void): number {
  const [first] = transcodes
  const [shared] = first?.watermarks ?? []
  for (const action of transcodes) {
    const values = action.watermarks.map(({ value }) => value)
    if (values.length > 1) cannot('watermark', `a list of ${values.length}`, action.span)
    else if (values[0] !== shared?.value) cannot('watermark', values[0] === undefined ? 'none, and elsewhere one' : `${values[0]}, and elsewhere another`, action.span)
  }
  return shared?.value ?? 0
}

/** `0` at the end says nothing. */
function withoutTail(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => word !== '0')
  return words.slice(0, Math.max(1, last + 1))
}
