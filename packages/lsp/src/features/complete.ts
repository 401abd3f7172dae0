import { completeCall } from '../call/complete.ts'
import { signaturesFor } from '../call/signatures.ts'
import type { Item } from '../item.ts'
import { completeJson } from '../json/complete.ts'
import { completeLua } from '../lua/complete.ts'
import type { Opened } from '../session.ts'

export async function complete({ workbench, kind, path, text }: Opened, offset: number): Promise<readonly Item[]> {
  const { templates } = workbench
  if (kind !== 'calls') return path.endsWith('.lua') ? completeLua(text, offset, templates) : completeJson(kind, text, offset, templates)
  const procedures = await workbench.procedureNames()
  return completeCall(text, offset, { procedures, templates, signatures: await signaturesFor(workbench, text, procedures) })
}
