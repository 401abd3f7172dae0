import { summaryOf, type Example, type Explanation } from '@vodflow/core'
import { severities } from '../catalogues.ts'
import { changedFiles, goneFiles, setupWords } from '../explanation-page.ts'
import { coloursFor, type Colours } from './colours.ts'
import { printable, textWidth } from './text-width.ts'

export interface ExplanationLayout {
  readonly colours: boolean
  readonly columns: number
}

/** One code as a page for people. Pure; ends with a line feed. */
export function explanationText(explanation: Explanation, { colours: on, columns }: ExplanationLayout): string {
  const colours = coloursFor(on)
  const { code, meaning, mend, wrong, right } = explanation
  const paragraphs = (text: string) => text.split(/\n\s*\n/u).map((paragraph) => wrapped(paragraph, columns).join('\n'))
  const parts = [
    `${colours.bold(code)} (${severities.get(code) ?? 'error'})`,
    ...paragraphs(meaning),
    ...(wrong ? [colours.red('Wrong'), ...(wrong.setup ?? []).map((line) => `  ${setupWords(line).replaceAll('`', "'")}`), ...files(wrong, colours), console(wrong.command, wrong.output, colours)] : []),
    ...(wrong && right ? [colours.green('Right'), ...files({ ...right, files: changedFiles(wrong, right) }, colours), ...goneFiles(wrong, right).map((path) => `  without ${colours.bold(printable(path))}`), ...(right.command === wrong.command ? [] : [console(right.command, '', colours)])] : []),
    colours.bold('How to mend it'),
    ...paragraphs(mend),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Every code with its first sentence, prefix by prefix. Pure; ends with a line feed. */
export function explanationList(explanations: readonly Explanation[], { colours: on, columns }: ExplanationLayout): string {
  const colours = coloursFor(on)
  const ordered = [...severities.keys()].flatMap((code) => explanations.filter((one) => one.code === code))
  const prefixes = [...new Set(ordered.map(({ code }) => prefixOf(code)))]
  const blocks = prefixes.map((prefix) => ordered.filter(({ code }) => prefixOf(code) === prefix).flatMap((one) => [colours.bold(one.code), ...wrapped(summaryOf(one), columns - 4).map((line) => `    ${line}`)]).join('\n'))
  return `${blocks.join('\n\n')}\n`
}

function prefixOf(code: string): string {
  return code.slice(0, code.indexOf('/'))
}

function files(example: Example, { bold, dim }: Colours): readonly string[] {
  return example.files.map(({ path, text }) => {
    if (text === undefined) return `  ${bold(printable(path))} ${dim('(not text)')}`
    return [`  ${bold(printable(path))}`, ...text.replace(/\n$/u, '').split('\n').map((line) => `    ${clean(line)}`.trimEnd())].join('\n')
  })
}

function console(command: string, output: string, { bold }: Colours): string {
  const lines = output.trimEnd() === '' ? [] : output.trimEnd().split('\n').map((line) => `  ${clean(line)}`.trimEnd())
  return [`  ${bold(`$ ${clean(command)}`)}`, ...lines].join('\n')
}

function clean(line: string): string {
  return printable(line.replaceAll('\t', '  '))
}

/** The words of a Markdown paragraph in lines of at most `columns`. Its backquotes stay: they tell code from words. */
function wrapped(paragraph: string, columns: number): readonly string[] {
  const lines: string[] = []
  for (const word of paragraph.split(/\s+/u)) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
