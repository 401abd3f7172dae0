export { formatText, type Formatted, type TextKind } from './format/format-text.ts'
export { layOut } from './format/lay-out.ts'
export type { LuaAnswer, LuaFormatter } from './format/lua-formatter.ts'
