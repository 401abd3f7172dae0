export { formatText, type Formatted, type TextKind } from './format/format-text.ts'
export { layOut } from './format/lay-out.ts'
export { loadLuaFormatter, type LuaAnswer, type LuaFormatter } from './format/lua-formatter.ts'
