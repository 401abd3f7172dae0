import type { Diagnostic, Fix } from '@vodflow/core'
import { findNodeAtOffset } from 'jsonc-parser'
import { memberOf, treeOf } from '../json/json-text.ts'
import type { Opened } from '../session.ts'
import type { FileEdit } from './rename.ts'

export interface CodeAction {
  readonly title: string
  /** `all`: mends everything at once. */
  readonly is: 'mend' | 'all' | 'ignore'
  readonly of: readonly Diagnostic[]
  readonly edits: readonly FileEdit[]
}

/** What can be done about the diagnostics that touch [start, end): their own fixes, all fixes of the file, or to be silent about one. */
export async function codeActions(opened: Opened, diagnostics: readonly Diagnostic[], start: number, end: number): Promise<readonly CodeAction[]> {
  const here = diagnostics.filter(({ span }) => span && span.start <= end && start <= span.end)
  const mends = await Promise.all(here.flatMap((diagnostic) => (diagnostic.fixes ?? []).map((fix) => mend(opened, diagnostic, fix))))
  const certain = withoutOverlaps(diagnostics.flatMap(({ fixes = [] }) => fixes.slice(0, 1)))
  const withFixes = diagnostics.filter(({ fixes = [] }) => fixes.length > 0)
  const all: readonly CodeAction[] = certain.length === 0 ? []
    : [{ title: 'mend all that vodflow is certain of', is: 'all', of: withFixes, edits: await fileEdits(opened, certain) }]
  return [...mends, ...all, ...here.flatMap((diagnostic) => ignore(opened, diagnostic))]
}

async function mend(opened: Opened, diagnostic: Diagnostic, fix: Fix): Promise<CodeAction> {
  return { title: fix.title, is: 'mend', of: [diagnostic], edits: await fileEdits(opened, [fix]) }
}

async function fileEdits({ workbench }: Opened, fixes: readonly Fix[]): Promise<readonly FileEdit[]> {
  const files = new Map<string, FileEdit>()
  for (const { span, text } of fixes.flatMap(({ edits }) => edits)) {
    const path = workbench.pathOf(span.file.path)
    const known = files.get(path) ?? { path, text: span.file.text, edits: [] }
    files.set(path, { ...known, edits: [...known.edits, { start: span.start, end: span.end, text }] })
  }
  return [...files.values()]
}

/** A fix that touches what an earlier one changes is left for the next time. */
function withoutOverlaps(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Fix['edits'][number]['span'][] = []
  return fixes.filter(({ edits }) => {
    const collides = edits.some(({ span }) => taken.some((other) => other.file.path === span.file.path && span.start <= other.end && other.start <= span.end))
    if (!collides) taken.push(...edits.map(({ span }) => span))
    return !collides
  })
}

/** A comment in the line above, or a member of the object around it in JSON. An error is there to be mended. */
function ignore({ path, kind, text }: Opened, diagnostic: Diagnostic): readonly CodeAction[] {
  const { code, severity, span } = diagnostic
  if (severity !== 'warning' || span === undefined) return []
  const edit = path.endsWith('.json') ? memberEdit(text, span.start, code) : commentEdit(text, span.start, code, kind === 'calls' ? '#' : '--')
  return edit ? [{ title: `ignore ${code} here`, is: 'ignore', of: [diagnostic], edits: [{ path, text, edits: [edit] }] }] : []
}

type Edit = FileEdit['edits'][number]

function commentEdit(text: string, at: number, code: string, comment: string): Edit {
  const line = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
  const indent = /^[ \t]*/u.exec(text.slice(line, at))?.[0] ?? ''
  const ending = text.includes('\r\n') ? '\r\n' : '\n'
  return { start: line, end: line, text: `${indent}${comment} vodflow-ignore ${code}: ${reason}${ending}` }
}

/** What a user has to write over. */
const reason = 'say why'

/** Undefined where the object has such a member already, to which only its author can add. */
function memberEdit(text: string, at: number, code: string): Edit | undefined {
  const root = treeOf(text)
  let node = root && findNodeAtOffset(root, at)
  while (node && node.type !== 'object') node = node.parent
  if (!node || memberOf(node, 'x-ignore')) return undefined
  const start = node.offset + 1
  const comma = (node.children ?? []).length > 0 ? ',' : ''
  return { start, end: start, text: ` "x-ignore": "${code}: ${reason}"${comma}` }
}
