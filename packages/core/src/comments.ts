export interface Comment {
  readonly start: number
  /** Without the end of the line. */
  readonly end: number
}

/**
 * The comments of a text that go to the end of their line: `--` in Lua, `#` in a file of calls. What stands in a string or in a
 * long comment is none. One regular expression finds whatever comes next, so the time is that of the text.
 */
export function commentsIn(text: string, lead: '--' | '#'): readonly Comment[] {
  const tokens = lead === '--' ? luaTokens : callTokens
  return [...text.matchAll(tokens)].flatMap(({ 0: token, index }) => {
    const isComment = token.startsWith(lead) && !/^--\[=*\[/u.test(token)
    return isComment ? [{ start: index, end: index + token.trimEnd().length }] : []
  })
}

const quoted = String.raw`"(?:[^"\\\r\n]|\\[^])*"?|'(?:[^'\\\r\n]|\\[^])*'?`
const luaTokens = new RegExp(String.raw`--\[(=*)\[[^]*?(?:\]\1\]|$(?![^]))|--[^\n]*|\[(=*)\[[^]*?(?:\]\2\]|$(?![^]))|${quoted}`, 'gu')
// A quote that is not closed ends with its line; a mark behind it may still be meant.
const callTokens = new RegExp(String.raw`#[^\n]*|${quoted}`, 'gu')
