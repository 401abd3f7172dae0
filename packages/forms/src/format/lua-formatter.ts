import { createRequire } from 'node:module'

/** Formats Lua as one text; what it cannot read has its reasons, one a line, each with its place as `(3:1 to 3:4)`. */
export type LuaFormatter = (text: string) => LuaAnswer

export type LuaAnswer =
  | { readonly is: 'formatted'; readonly text: string }
  | { readonly is: 'unreadable'; readonly reasons: string }
  /** The formatter itself came to an end: it goes one call deeper with every bracket, and so runs out of its stack. */
  | { readonly is: 'too-deep' }

/** CommonJS by name, since no module of the other kind can be loaded a second time. */
const moduleName = '@johnnymorganz/stylua/stylua_lib_node.cjs'

/** The optional package, or nothing where it is not installed. It is WebAssembly in files of its own, and never part of a bundle. */
export function loadLuaFormatter(): LuaFormatter | undefined {
  const require = createRequire(import.meta.url)
  // What `require` gives is untyped; the package's own types say what that is.
  const load = () => require(moduleName) as typeof import('@johnnymorganz/stylua')
  try {
    load()
  } catch {
    return undefined
  }
  return (text) => {
    const { Config, formatCode, ...stylua } = load()
    // It is given away with each text.
    const config = Config.new()
    config.syntax = stylua.LuaVersion.Lua53
    config.column_width = 110
    config.line_endings = stylua.LineEndings.Unix
    config.indent_type = stylua.IndentType.Spaces
    config.indent_width = 2
    config.collapse_simple_statement = stylua.CollapseSimpleStatement.Always
    try {
      return { is: 'formatted', text: formatCode(text, config, undefined, stylua.OutputVerification.Full) }
    } catch (error) {
      if (typeof error === 'string') return { is: 'unreadable', reasons: error }
      // An instance that ran out of its stack has lost its place in memory: the next text needs a new one.
      delete require.cache[require.resolve(moduleName)]
      return { is: 'too-deep' }
    }
  }
}
