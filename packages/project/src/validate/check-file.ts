import { dirname } from 'node:path'
import { assertNever, hasErrors, type Diagnostic, type SourceFacts, type SourceFile } from '@vodflow/core'
import { checkConfigText } from '../config/read-config.ts'
import type { CheckOptions } from '../project.ts'
import { checkCallLines } from './call-lines.ts'
import type { FileKind } from './kinds.ts'
import type { CheckedProject } from './open-for-checking.ts'

interface Conditions extends CheckOptions {
  readonly facts: SourceFacts | 'unknown'
}

/** All that is wrong with one text, which stands for the file at `path`. */
export async function checkFile(checked: CheckedProject, kind: FileKind, path: string, file: SourceFile, conditions: Conditions): Promise<readonly Diagnostic[]> {
  const { facts, ...options } = conditions
  switch (kind) {
    case 'procedure':
      return checked.project.check(file, facts, options)
    case 'calls':
      return checkCallLines(checked.project, file, facts, options)
    case 'config':
      return (await checkConfigText(file, dirname(path))).diagnostics
    case 'template':
      return checkTemplate(checked, path, file, options)
    case 'test':
      return (await (await import('../test-files/index.ts')).readTestFile(file, path)).diagnostics
    default:
      return assertNever(kind)
  }
}

/** A template that the project does not have, or not in this form: held against those that it has. */
async function checkTemplate({ root, templates }: CheckedProject, path: string, file: SourceFile, { build }: CheckOptions): Promise<readonly Diagnostic[]> {
  const [{ problemsOfRests, readTemplateText }, { createCatalogue, templatesBeyond }] = await Promise.all([import('../templates/index.ts'), import('@vodflow/compiler')])
  const read = await readTemplateText(file, path, root)
  const others = templates.filter((template) => template.path !== file.path)
  if (!read.ok || hasErrors(read.diagnostics)) return [...read.diagnostics, ...problemsOfRests(!read.ok && read.rest ? [read.rest] : [], others)]
  const catalogue = createCatalogue([...others, read.value])
  const beyond = build && catalogue.ok ? templatesBeyond(build, [read.value], catalogue.value) : []
  return [...read.diagnostics, ...catalogue.diagnostics.filter(({ span }) => span?.file.path === file.path), ...beyond]
}
