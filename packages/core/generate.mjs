// The pages of diagnostics/ become data: what `vodflow explain` says, and docs/diagnostics.md is made of.
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const pages = fileURLToPath(new URL('../../diagnostics/', import.meta.url))
const output = fileURLToPath(new URL('src/generated/explanations.ts', import.meta.url))

export async function generate() {
  const explanations = foldersIn(pages).flatMap((prefix) => foldersIn(join(pages, prefix)).map((name) => explanation(`${prefix}/${name}`)))
  const text = [
    '// Made by packages/core/generate.mjs from diagnostics/.',
    "import type { Explanation } from '../explanation.ts'",
    '',
    '/** A text that is parsed when it is asked for: it is large, and most programs never look at it. */',
    `export const explanations: readonly Explanation[] = JSON.parse(${JSON.stringify(JSON.stringify(explanations))})`,
    '',
  ].join('\n')
  if (existsSync(output) && readFileSync(output, 'utf8') === text) return
  mkdirSync(dirname(output), { recursive: true })
  // Renamed into place, so that nobody who reads it meanwhile sees half of it.
  const half = `${output}.${process.pid}`
  writeFileSync(half, text)
  renameSync(half, output)
}

function explanation(code) {
  const folder = join(pages, code)
  const [meaning = '', mend = ''] = (textAt(join(folder, 'page.md')) ?? '').split(/^## Mend$/m).map((part) => part.trim())
  const [wrongCommand = 'vodflow validate', rightCommand = wrongCommand] = linesOf(join(folder, 'command'))
  const setup = linesOf(join(folder, 'setup'))
  const shared = { ...(setup.length > 0 && { setup }) }
  if (existsSync(join(folder, 'unit'))) return { code, meaning, mend }
  return {
    code,
    meaning,
    mend,
    wrong: { command: wrongCommand, ...shared, files: filesIn(join(folder, 'wrong')), output: textAt(join(folder, 'expected.txt')) ?? '' },
    right: { command: rightCommand, files: filesIn(join(folder, 'right')) },
  }
}

/** Path and text of every file, by path; a file that is no text has none. */
function filesIn(folder, under = '') {
  if (!existsSync(folder)) return []
  return readdirSync(folder).toSorted().flatMap((name) => {
    const path = join(folder, name)
    if (lstatSync(path).isDirectory()) return filesIn(path, `${under}${name}/`)
    const text = decoded(readFileSync(path))
    return [{ path: `${under}${name}`, ...(text !== undefined && { text }) }]
  })
}

function decoded(bytes) {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function foldersIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted()
}

function textAt(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function linesOf(path) {
  return (textAt(path) ?? '').split('\n').filter((line) => line.trim() !== '')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate()
