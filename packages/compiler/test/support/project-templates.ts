import { wholeFile, type SourceFile, type TemplateKind } from '@vodflow/core'
import type { ProjectTemplate, WireBody } from '../../src/index.ts'

type Written = Partial<Omit<ProjectTemplate, 'body'>> & { readonly kind: TemplateKind; readonly definition: number }

/** A template as a loader would hand it over; every written member is the span of its own dotted path. */
export function projectTemplate({ kind, definition, ...others }: Written, body: WireBody = {}): ProjectTemplate {
  const path = `templates/${kind}.${definition}.json`
  const members = { kind, definition, ...others, ...body }
  return {
    kind,
    definition,
    ...others,
    body,
    path,
    span: wholeFile({ path, text: '' }),
    spanAt: (at) => (isWritten(members, at) ? wholeFile(placeFile(path, at)) : undefined),
  }
}

function placeFile(path: string, at: readonly string[]): SourceFile {
  return { path, text: at.join('.') }
}

function isWritten(value: unknown, [name, ...below]: readonly string[]): boolean {
  if (name === undefined) return true
  return typeof value === 'object' && value !== null && name in value && isWritten(Object.entries(value).find(([key]) => key === name)?.[1], below)
}
