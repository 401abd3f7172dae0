import type { FileKind, Workbench } from '@vodflow/project'
import { callUses } from './call/call-lines.ts'
import { signaturesFor } from './call/signatures.ts'
import { jsonUses } from './json/template-places.ts'
import { luaUses } from './lua/template-places.ts'
import type { TemplateUse } from './template-use.ts'

/** Every template's number in a file of ours. */
export async function usesIn(workbench: Workbench, path: string, kind: FileKind, text: string): Promise<readonly TemplateUse[]> {
  if (kind === 'calls') return callUses(text, await signaturesFor(workbench, text))
  return path.endsWith('.lua') ? luaUses(text) : jsonUses(kind, text)
}
