import { hoverCall } from '../call/complete.ts'
import { callLineAt } from '../call/call-lines.ts'
import { signaturesFor } from '../call/signatures.ts'
import type { Note } from '../item.ts'
import { hoverJson } from '../json/hover.ts'
import { hoverLua } from '../lua/hover.ts'
import type { Opened } from '../session.ts'
import { definitionCard } from '../template-card.ts'
import { useAt } from '../template-use.ts'
import { usesIn } from '../uses.ts'

/** What stands at a place: a template in words, a procedure, a field, or a name of the host. */
export async function hover({ workbench, kind, path, text }: Opened, offset: number): Promise<Note | undefined> {
  const use = useAt(await usesIn(workbench, path, kind, text), offset)
  if (use) return { text: definitionCard(workbench, use.kind, use.definition), start: use.start, end: use.end }
  if (kind !== 'calls') return path.endsWith('.lua') ? hoverLua(text, offset) : hoverJson(kind, text, offset)
  const name = callLineAt(text, offset)?.name.text ?? ''
  const place = name === '' ? undefined : await workbench.locate(name)
  const origin = place && ('builtIn' in place ? 'built in' : `\`${place.path.split(/[\\/]/u).at(-1) ?? ''}\``)
  return hoverCall(text, offset, await signaturesFor(workbench, text), origin)
}
