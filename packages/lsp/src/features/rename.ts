import type { Opened } from '../session.ts'
import { meaningOf, useAt, type TemplateUse } from '../template-use.ts'
import { usesIn } from '../uses.ts'

export interface FileEdit {
  readonly path: string
  /** What the offsets are of. */
  readonly text: string
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[]
}

/** Why something is not renamed: one sentence. */
export interface Refusal {
  readonly refused: string
}

/** The template whose number stands at a place, if it can get another number. */
export async function renamable({ workbench, kind, path, text }: Opened, offset: number): Promise<TemplateUse | Refusal> {
  const use = useAt(await usesIn(workbench, path, kind, text), offset)
  if (use === undefined) return { refused: 'only the number of a template can be renamed here' }
  const { kind: of, definition } = use
  const meaning = meaningOf(of, definition)
  if (meaning !== undefined) return { refused: `${definition} stands for ${meaning} and cannot be renamed` }
  if (workbench.ownTemplates.some((template) => template.kind === of && template.definition === definition)) return use
  const isBuiltIn = workbench.templates.find(of, definition) !== undefined
  return { refused: isBuiltIn ? `the ${of} template ${definition} is built in and cannot be renamed` : `there is no ${of} template ${definition} in this project` }
}

/** Gives a template another number, in its own file and wherever the project's files use it; `written` is what the user typed. */
export async function rename(opened: Opened, offset: number, written: string): Promise<readonly FileEdit[] | Refusal> {
  const use = await renamable(opened, offset)
  if ('refused' in use) return use
  const refused = problemOf(opened, use, written)
  if (refused !== undefined) return { refused }
  const { workbench } = opened
  const files = await workbench.files()
  const edits = await Promise.all(files.map(async ({ path, text, kind }): Promise<FileEdit> => {
    const uses = await usesIn(workbench, path, kind, text)
    const same = uses.filter((one) => one.kind === use.kind && one.definition === use.definition)
    return { path, text, edits: same.map(({ start, end }) => ({ start, end, text: written })) }
  }))
  return edits.filter((file) => file.edits.length > 0)
}

function problemOf({ workbench }: Opened, { kind, definition }: TemplateUse, written: string): string | undefined {
  const number = Number(written)
  if (!/^[1-9]\d{0,9}$/u.test(written) || number > 2_147_483_647) return `'${written.slice(0, 40)}' is no template's number; it has to be a whole number from 1 to 2147483647`
  const meaning = meaningOf(kind, number)
  if (meaning !== undefined) return `${number} stands for ${meaning}; a template cannot have that number`
  if (number === definition) return undefined
  const other = workbench.templates.find(kind, number)
  if (other === undefined && !workbench.ownTemplates.some((one) => one.kind === kind && one.definition === number)) return undefined
  return `there is a ${kind} template ${number} already${other?.from === 'built-in' ? ', which is built in' : ''}`
}
