import type { SourceFile } from '@vodflow/core'
import { parseJsonDocument } from '@vodflow/frontend-json'
import { parseTree } from 'jsonc-parser'
import type { Formatted } from './format-text.ts'
import { layOut } from './lay-out.ts'

/** Any JSON document of ours: its form is not looked at, only that it is JSON within our bounds. */
export function formatJson(file: SourceFile, prefix: string): Formatted {
  const parsed = parseJsonDocument(file, { validate: () => true, prefix })
  const root = parsed.ok ? parseTree(file.text) : undefined
  if (root === undefined) return { ok: false, reason: 'unreadable', diagnostics: parsed.diagnostics }
  return { ok: true, text: `${layOut(file.text, root)}\n` }
}
