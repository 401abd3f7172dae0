import { commentsIn, type SourceFile } from '@vodflow/core'
import { codeAndReason, type Ignore } from './ignore.ts'
import { ignoresInJson } from './json-members.ts'

/** Every ignore of a text, in its order; which kind of text it is, its name says. Pure. */
export function ignoresIn(file: SourceFile): readonly Ignore[] {
  if (file.path.endsWith('.json')) return file.text.includes('"x-ignore"') ? ignoresInJson(file) : []
  return file.text.includes(mark) ? lineIgnores(file, file.path.endsWith('.lua') ? '--' : '#') : []
}

const mark = 'vodflow-ignore'
const mostIgnores = 1000

/** A comment beside something is about its line; one that stands alone is about the next line that is no such comment. */
function lineIgnores(file: SourceFile, lead: '--' | '#'): readonly Ignore[] {
  const { text } = file
  const found = commentsIn(text, lead).filter(({ start, end }) => pattern.test(text.slice(start + lead.length, end))).slice(0, mostIgnores)
  const alone = new Map(found.flatMap(({ start }) => {
    const line = lineStart(text, start)
    return text.slice(line, start).trim() === '' ? [[line, true] as const] : []
  }))
  return found.map(({ start, end }) => {
    let from = lineStart(text, start)
    while (alone.has(from)) from = nextLine(text, from)
    const [, written = ''] = pattern.exec(text.slice(start + lead.length, end)) ?? []
    return { file, ...codeAndReason(written), start, end, from, to: nextLine(text, from) }
  })
}

const pattern = /^\s*vodflow-ignore(?![\w-])(.*)$/u

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

/** Beyond the end where there is no further line. */
function nextLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  return feed < 0 ? text.length + 1 : feed + 1
}
