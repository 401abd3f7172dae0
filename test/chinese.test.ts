/** `--lang zh`: what every page of diagnostics/ provokes is told in Chinese, whole sentences long. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runExample } from './example-command.ts'

const pages = resolve(import.meta.dirname, '../diagnostics')
const foldersIn = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name)
const linesOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '') : [])
const shown = foldersIn(pages)
  .flatMap((prefix) => foldersIn(join(pages, prefix)).map((name) => join(prefix, name)))
  .filter((code) => !existsSync(join(pages, code, 'unit')))

/** Without what stays as it is in any language: names in quotes, codes, what a user wrote. */
function ownWords(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => /(?:^|: )(?:错误|警告|提示|说明|修正): /u.test(line))
    .map((line) => line.replace(/^.*?(?:错误|警告|提示|说明|修正): /u, '').replace(/ \[[a-z-]+\/[a-z0-9-]+\]$/u, ''))
    .map((line) => line.replaceAll(/--?[a-z]+(?: bitrate=…)?/gu, '').replaceAll(/‘[^’]*’|'[^']*'|"[^"]*"|`[^`]*`/gu, '').replaceAll(/\{[^}]*\}/gu, ''))
}

const english = /\b[a-z]{2,} (?:[a-z]+ )*[a-z]{2,}\b/u

describe.each(shown)('%s', (code) => {
  const folder = join(pages, code)
  const [command = 'vodflow validate'] = linesOf(join(folder, 'command'))

  test('is told in Chinese', async () => {
    const { output } = await runExample(join(folder, 'wrong'), `${command} --lang zh`, linesOf(join(folder, 'setup')))
    expect(output).toContain(`[${code}]`)
    const words = ownWords(output)
    expect(words).not.toEqual([])
    expect(words.filter((line) => english.test(line) || !/\p{Script=Han}/u.test(line)), output).toEqual([])
  })
})
