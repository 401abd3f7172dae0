import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { callLimits, parseCall, printValue } from '../src/index.ts'

const page = readFileSync(new URL('../../../docs/language-call.md', import.meta.url), 'utf8')

/** The cells of the table below a heading, its own head left out. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|')).slice(2)
  return rows.map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()))
}

function codeIn(cell: string | undefined): string {
  return /`([^`]+)`/u.exec(cell ?? '')?.[1] ?? ''
}

test('every JSON spelling on the page is read as the page says', () => {
  const rows = tableUnder('Arguments that clients encode as JSON')
  expect(rows.length).toBe(6)
  for (const row of rows) {
    const result = parseCall({ path: 'page', text: `A(${codeIn(row[0])})` })
    expect([result.ok && result.value.arguments.map(printValue), result.diagnostics.length]).toEqual([[codeIn(row[1])], 1])
  }
})

test('the limits on the page are those of the code', () => {
  const numbers = tableUnder('Limits').flatMap((row) => row[1]?.match(/[\d,]*\d/gu) ?? [])
  const { textLength, depth, values, nameLength, pathLength } = callLimits
  expect(numbers.slice(0, 5)).toEqual([textLength, depth, values, nameLength, pathLength].map((limit) => limit.toLocaleString('en-US')))
})
