import { callLineAt } from '../call/call-lines.ts'
import { parameterAt } from '../json/hover.ts'
import { jsonUses } from '../json/template-places.ts'
import type { Opened } from '../session.ts'
import { useAt } from '../template-use.ts'
import { usesIn } from '../uses.ts'

/** A range of a file, with the text that its offsets are of. */
export interface FilePlace {
  readonly path: string
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Where what stands at a place is written: a template, a procedure, a parameter. What is built in is written in no file. */
export async function definition(opened: Opened, offset: number): Promise<FilePlace | undefined> {
  const { workbench, kind, path, text } = opened
  const use = useAt(await usesIn(workbench, path, kind, text), offset)
  if (use) return templatePlace(opened, use.kind, use.definition)
  if (kind === 'procedure' && path.endsWith('.json')) {
    const parameter = parameterAt(text, offset)
    return parameter && { path, text, start: parameter.start, end: parameter.end }
  }
  const name = kind === 'calls' ? callLineAt(text, offset)?.name : undefined
  if (name === undefined || name.text === '' || offset > name.end) return undefined
  const place = await workbench.locate(name.text)
  return place && 'path' in place ? { ...place, start: 0, end: 0 } : undefined
}

/** The number that a template's file gives itself. */
export async function templatePlace({ workbench }: Opened, kind: string, number: number): Promise<FilePlace | undefined> {
  const own = workbench.ownTemplates.find((template) => template.kind === kind && template.definition === number)
  const file = own && (await workbench.locate(own.path))
  if (!file || !('path' in file)) return undefined
  const use = jsonUses('template', file.text).find(({ role }) => role === 'names')
  return { ...file, start: use?.start ?? 0, end: use?.end ?? 0 }
}
