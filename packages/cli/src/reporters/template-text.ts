import { templateWords, type Template, type TemplateKind } from '@vodflow/core'
import { printable, textWidth } from './text-width.ts'

/** A row for each template: kind, definition, and the words that tell it from the others. Pure; ends with a line feed. */
export function templateTable(templates: readonly Template[]): string {
  const rows = templates.map((template) => [template.kind, String(template.definition), template.name, bodyWords(template), from(template)])
  const header = ['kind', 'definition', 'name', 'what it makes', 'from']
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => textWidth(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 1 ? ' '.repeat((widths[column] ?? 0) - textWidth(cell)) + cell : cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))).join('  ').trimEnd()
  return `${[header, ...rows].map(line).join('\n')}\n`
}

/** All that is known of one template. Pure; ends with a line feed. */
export function templateDetails(template: Template): string {
  const { kind, definition, name, comment } = template
  const title = [`${kind} ${definition}`, name, comment].filter((part) => part !== '').map(printable).join(', ')
  return `${[`${title} (${from(template)})`, ...bodyLines(template.body, '  ')].join('\n')}\n`
}

function from({ from }: Template): string {
  return from === 'built-in' ? from : printable(from.path)
}

function bodyLines(body: object, indent: string): readonly string[] {
  return Object.entries(body).flatMap(([key, value]: readonly [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? [`${indent}${key}`, ...bodyLines(value, `${indent}  `)]
      : [`${indent}${key.padEnd(24)} ${printable(String(value))}`],
  )
}

function bodyWords<K extends TemplateKind>({ kind, body }: Template<K>): string {
  return templateWords(kind, body)
}
