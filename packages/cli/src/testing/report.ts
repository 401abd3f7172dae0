import type { Diagnostic } from '@vodflow/core'
import type { TestCase } from '@vodflow/project'
import { coloursFor, type Colours } from '../reporters/colours.ts'
import { diagnosticJson } from '../reporters/diagnostic-json.ts'
import { formatDiagnostic } from '../reporters/diagnostic-text.ts'
import { github as githubDiagnostics } from '../reporters/formats/github.ts'
import { escaped } from '../reporters/formats/junit.ts'
import { printable } from '../reporters/text-width.ts'
import { countText } from '../reporters/units.ts'
import { version } from '../version.ts'
import type { Mismatch } from './compare.ts'

export interface TestReport {
  readonly files: readonly TestedFile[]
  /** Whether what did not fit has been written into the files. */
  readonly updated: boolean
}

export interface TestedFile {
  readonly path: string
  /** What is wrong with the test file itself. */
  readonly diagnostics: readonly Diagnostic[]
  readonly tests: readonly TestedCase[]
}

export interface TestedCase {
  readonly test: TestCase
  readonly mismatches: readonly Mismatch[]
}

type TestFormat = (report: TestReport, options: { readonly colours: boolean }) => string

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  /** Files that are no tests. */
  readonly broken: number
}

export function testCounts({ files }: TestReport): TestCounts {
  const tests = files.flatMap((file) => file.tests)
  const failed = tests.filter(({ mismatches }) => mismatches.length > 0).length
  return { passed: tests.length - failed, failed, broken: files.filter(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')).length }
}

const pretty: TestFormat = (report, options) => {
  const colours = coloursFor(options.colours)
  const { passed, failed, broken } = testCounts(report)
  const parts = [
    ...(failed > 0 ? [report.updated ? colours.yellow(`${countText(failed, 'test')} updated`) : colours.red(`${countText(failed, 'test')} failed`)] : []),
    ...(broken > 0 ? [colours.red(`${countText(broken, 'file')} cannot be read`)] : []),
    ...(passed > 0 || failed + broken === 0 ? [colours.green(`${countText(passed, 'test')} passed`)] : []),
  ]
  const blocks = report.files.map((file) => fileText(file, report, colours, options.colours)).filter((text) => text !== '')
  return [...blocks, `${colours.bold(parts.join(', '))} in ${countText(report.files.length, 'file')}\n`].join('\n')
}

function fileText({ diagnostics, tests, path }: TestedFile, { updated }: TestReport, colours: Colours, coloured: boolean): string {
  const bad = tests.filter(({ mismatches }) => mismatches.length > 0)
  return [
    ...diagnostics.map((one) => formatDiagnostic(one, { colours: coloured })),
    ...bad.map(({ test, mismatches }) => `${updated ? colours.yellow('updated') : colours.red('failed')}: ${colours.bold(printable(test.name))} (${printable(path)})\n  ${printable(test.call)}\n${mismatches.map((one) => mismatchText(one, colours)).join('')}`),
  ].join('\n')
}

function mismatchText({ member, lines }: Mismatch, colours: Colours): string {
  const head = member === 'expect' ? "  expects nothing yet; 'vodflow test --update' fills in what there is now\n" : `  ${member}\n`
  return head + clipped(lines).map(({ sign, text }) => {
    const line = `    ${sign} ${printable(text)}`
    return `${sign === '-' ? colours.red(line) : sign === '+' ? colours.green(line) : line}\n`
  }).join('')
}

const lineWidth = 240
const leadIn = 60

/** Commands are long: of a line and what came in its place, the part where they begin to differ. */
function clipped(lines: Mismatch['lines']): Mismatch['lines'] {
  return lines.map(({ sign, text }, index) => {
    if (text.length <= lineWidth) return { sign, text }
    const other = sign === '-' ? lines[index + 1] : lines[index - 1]
    const isPair = other !== undefined && sign !== ' ' && other.sign !== ' ' && other.sign !== sign
    const from = isPair ? Math.max(0, firstDifference(text, other.text) - leadIn) : 0
    const shown = text.slice(from, from + lineWidth)
    return { sign, text: `${from > 0 ? '…' : ''}${shown}${from + lineWidth < text.length ? '…' : ''}` }
  })
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  return at
}

const json: TestFormat = (report) => {
  const files = report.files.map(({ path, diagnostics, tests }) => ({
    file: path,
    diagnostics: diagnostics.map(diagnosticJson),
    tests: tests.map(({ test, mismatches }) => ({
      name: test.name, call: test.call, ok: mismatches.length === 0,
      mismatches: mismatches.map(({ member, lines, update }) => ({ member, found: update, lines: lines.map(({ sign, text }) => `${sign} ${text}`) })),
    })),
  }))
  return `${JSON.stringify({ format: 'vodflow/test@1', ...testCounts(report), updated: report.updated, files }, undefined, 2)}\n`
}

const junit: TestFormat = (report) => {
  const { passed, failed, broken } = testCounts(report)
  const counts = `tests="${passed + failed + broken}" failures="${report.updated ? 0 : failed}" errors="${broken}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vodflow" ${counts}>`,
    `  <testsuite name="vodflow test" ${counts}>`,
    ...report.files.flatMap((file) => [
      ...(file.diagnostics.length === 0 ? [] : [`    <testcase classname="${escaped(file.path)}" name="${escaped(file.path)}"><error>${escaped(file.diagnostics.map((one) => formatDiagnostic(one, { colours: false })).join(''))}</error></testcase>`]),
      ...file.tests.map((one) => junitCase(file.path, one, report.updated)),
    ]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function junitCase(path: string, { test, mismatches }: TestedCase, updated: boolean): string {
  const open = `    <testcase classname="${escaped(path)}" name="${escaped(test.name)}"`
  if (mismatches.length === 0 || updated) return `${open}/>`
  const text = mismatches.map((one) => mismatchText(one, coloursFor(false))).join('')
  return `${open}>\n      <failure message="${escaped(summaryOf(mismatches))}">${escaped(text)}</failure>\n    </testcase>`
}

function summaryOf(mismatches: readonly Mismatch[]): string {
  return `other ${mismatches.map(({ member }) => member).join(', ')} than expected`
}

/** An annotation where each expectation is written. */
const github: TestFormat = (report, { colours }) => {
  const failures = report.updated ? [] : report.files.flatMap(({ tests }) => tests.flatMap(({ test, mismatches }) => mismatches.map((one): Diagnostic => ({
    code: 'vodflow test', severity: 'error', message: `'${test.name}': ${one.lines.filter(({ sign }) => sign !== ' ').map(({ sign, text }) => `${sign} ${text}`).join('\n')}`,
    span: test.spanOf(one.member === 'expect' ? undefined : one.member),
  }))))
  const diagnostics = [...report.files.flatMap((file) => file.diagnostics), ...failures]
  return githubDiagnostics({ files: report.files.map(({ path }) => path), diagnostics }, { colours, version })
}

export const testFormats: ReadonlyMap<string, TestFormat> = new Map(Object.entries({ pretty, json, junit, github }))
