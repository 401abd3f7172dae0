import { summaryOf, type Example, type ExampleFile, type Explanation } from '@vodflow/core'
import { severities } from './catalogues.ts'

/** docs/diagnostics.md: prefix by prefix a table of its codes, and a page of each. Pure. */
export function explanationsMarkdown(explanations: readonly Explanation[]): string {
  const ordered = [...severities.keys()].flatMap((code) => explanations.filter((one) => one.code === code))
  const prefixes = [...new Set(ordered.map(({ code }) => prefixOf(code)))]
  return [
    '<!-- Made from diagnostics/ by test/diagnostics.test.ts; VODFLOW_UPDATE_GOLDEN=1 writes it. -->',
    '# Diagnostics',
    'Everything that vodflow can say about a mistake, by its code. `vodflow explain CODE` shows the same page without a network;' +
      ' what stands here under *Wrong* and *Right* is run by a test, and the output is what the tool really said.',
    ...prefixes.flatMap((prefix) => {
      const own = ordered.filter(({ code }) => prefixOf(code) === prefix)
      return [`## ${prefix}`, table(own), ...own.map(page)]
    }),
  ].join('\n\n') + '\n'
}

function prefixOf(code: string): string {
  return code.slice(0, code.indexOf('/'))
}

function table(explanations: readonly Explanation[]): string {
  const rows = explanations.map((one) => `| [\`${one.code}\`](#${one.code.replaceAll('/', '')}) | ${severities.get(one.code) ?? ''} | ${summaryOf(one).replaceAll('|', '\\|')} |`)
  return ['| code | | |', '| --- | --- | --- |', ...rows].join('\n')
}

function page({ code, meaning, mend, wrong, right }: Explanation): string {
  return [
    `### ${code}`,
    `*${severities.get(code) ?? ''}.* ${meaning}`,
    ...(wrong ? ['**Wrong**', ...filesMarkdown(wrong), ...setupMarkdown(wrong.setup), fenced('', `$ ${wrong.command}\n${wrong.output.trimEnd()}`)] : []),
    ...(right ? ['**Right**', ...filesMarkdown({ ...right, files: changedFiles(wrong, right) }), ...goneFiles(wrong, right).map((path) => `without \`${path}\``), ...(right.command === wrong?.command ? [] : [fenced('', `$ ${right.command}`)])] : []),
    `**Mend.** ${mend}`,
  ].join('\n\n')
}

/** What the right example has otherwise than the wrong one. */
export function changedFiles(wrong: Example | undefined, right: Example): readonly ExampleFile[] {
  return right.files.filter((file) => !wrong?.files.some(({ path, text }) => path === file.path && text !== undefined && text === file.text))
}

/** What only the wrong example has: in the right one it is not there. */
export function goneFiles(wrong: Example | undefined, right: Example): readonly string[] {
  return (wrong?.files ?? []).flatMap(({ path }) => (right.files.some((file) => file.path === path) ? [] : [path]))
}

function filesMarkdown({ files }: Example): readonly string[] {
  return files.flatMap(({ path, text }) => (text === undefined ? [`\`${path}\` (not text)`] : [`\`${path}\``, fenced(languageOf(path), text.replace(/\n$/u, ''))]))
}

function setupMarkdown(setup: readonly string[] = []): readonly string[] {
  return setup.map((line) => setupWords(line))
}

/** What a line of `setup` does, in words. */
export function setupWords(line: string): string {
  const [verb = '', path = ''] = line.split(' ')
  const rest = line.slice(verb.length + path.length + 2)
  if (verb === 'link') return `\`${path}\` is a link to \`${rest}\``
  const [, before = '', text = '', count = '', after = ''] = /^'([^']*)' '([^']*)' (\d+)(?: '([^']*)')?$/u.exec(rest) ?? []
  return `\`${path}\` is \`${before}\`, then ${count} times \`${text}\`${after === '' ? '' : `, then \`${after}\``}`
}

function languageOf(path: string): string {
  return /\.(json|lua)$/u.exec(path)?.[1] ?? ''
}

/** Longer than any fence in the text, so that nothing in it ends the block. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/gu)].map(([fence]) => fence.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
