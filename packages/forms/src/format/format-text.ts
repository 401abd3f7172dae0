import { assertNever, type Diagnostic, type SourceFile } from '@vodflow/core'
import { formatCalls } from './format-calls.ts'
import { formatJson } from './format-json.ts'
import { formatLua } from './format-lua.ts'
import type { LuaFormatter } from './lua-formatter.ts'

/** What a text is: JSON by the prefix of its codes, since a config's fault is not a procedure's. */
export type TextKind = 'json' | 'template' | 'config' | 'calls' | 'lua'

export type Formatted =
  /** The text in our style; equal to what was given where there is nothing to do. */
  | { readonly ok: true; readonly text: string }
  /** The text is not what it should be, so that nobody can say where its lines end. */
  | { readonly ok: false; readonly reason: 'unreadable'; readonly diagnostics: readonly Diagnostic[] }
  /** Nothing is wrong with the text: what formats its language is not installed, or cannot take it. A sentence. */
  | { readonly ok: false; readonly reason: 'cannot'; readonly problem: string }

/**
 * A text in our style: it means what it meant, keeps its comments and the order of its members, and formatted again it stays as it is.
 * `luaFormatter` is the optional package that is used for Lua, loaded where it is needed.
 */
export async function formatText(
  kind: TextKind, file: SourceFile, luaFormatter: () => Promise<LuaFormatter | undefined> = installedFormatter,
): Promise<Formatted> {
  const plain: SourceFile = { path: file.path, text: file.text.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n') }
  switch (kind) {
    case 'json':
    case 'template':
    case 'config':
      return formatJson(plain, kind)
    case 'calls':
      return formatCalls(plain)
    case 'lua':
      return formatLua(plain, luaFormatter)
    default:
      return assertNever(kind)
  }
}

/** A file of its own, since it is the only one that needs Node. */
async function installedFormatter(): Promise<LuaFormatter | undefined> {
  return (await import('./lua-formatter.ts')).loadLuaFormatter()
}
