/*
 * Regular expressions of the call are written in ASCII: the one-file program is read as Latin-1, and a bundler escapes what
 * else stands in texts but not what stands in expressions.
 */

/**
 * The characters of names and paths, as regular-expression source without the `u` flag (chevrotain's lexer reads none):
 * Han, kana, bopomofo and hangul, with the supplementary Han planes as surrogate pairs.
 */
const cjk = String.raw`[\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]|[\ud840-\ud888][\udc00-\udfff]`

const nameStart = String.raw`(?:[A-Za-z_]|${cjk})`
const nameRest = String.raw`(?:[A-Za-z0-9_.-]|${cjk})`

/** Full-width and typographic kin of the marks of a call: brackets, separators, quotes. */
const wideMarks = String.raw`\uff08\uff09\uff5b\uff5d\uff3b\uff3d\u3010\u3011\uff0c\uff1b\uff07\uff02\u201c\u201d\u2018\u2019\u3001\uff1a\uff1d`
/** What ends any word: white space, brackets, separators, quotes, and what no usual path holds. */
const wordEnd = String.raw`\s(){}\[\],;'"\x60<>|?*\u0000-\u001f\u007f${wideMarks}`
export const wordCharacter = `[^${wordEnd}]`

/** `Name`: a whole word of the name's characters. */
export const namePattern = new RegExp(`${nameStart}${nameRest}*(?!${wordCharacter})`)
/** A word that holds `/` or ends in `.lua` or `.json` (design.md §4). */
export const pathPattern = new RegExp(`${wordCharacter}*/${wordCharacter}*|${wordCharacter}+\\.(?:lua|json)(?!${wordCharacter})`)
export const wordPattern = new RegExp(`${wordCharacter}+`)
/** A word among the arguments, where `=` and `:` mean something. */
export const argumentWordPattern = new RegExp(`[^=:${wordEnd}]+`)

const wholeName = new RegExp(`^${nameStart}${nameRest}*$`)
const oneStart = new RegExp(`^${nameStart}$`)
const oneRest = new RegExp(`^${nameRest}$`)

/** Whether `text` could stand as a call's name; its length is another matter. */
export function isProcedureName(text: string): boolean {
  return wholeName.test(text) && !isProcedurePath(text)
}

export function isProcedurePath(text: string): boolean {
  return text.includes('/') || text.endsWith('.lua') || text.endsWith('.json')
}

/** The first character that keeps `word` from being a name. */
export function firstWrongCharacter(word: string): { readonly wrong: string; readonly isFirst: boolean } {
  const characters = Array.from(word)
  const at = Math.max(0, characters.findIndex((character, index) => !(index === 0 ? oneStart : oneRest).test(character)))
  return { wrong: characters[at] ?? '', isFirst: at === 0 }
}
