import { dirname, relative, resolve } from 'node:path'
import { hasErrors, type SourceFile } from '@vodflow/core'
import { loadTestFiles, openProject, type OpenProjectOptions, type Project, type TestFile } from '@vodflow/project'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { builtInProcedures } from '../generated/built-in-procedures.ts'
import { refuse, say, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { inLanguage } from '../reporters/language.ts'
import { writeWhole } from '../result/write-result.ts'
import { compare } from '../testing/compare.ts'
import { observe } from '../testing/observe.ts'
import { readTestText } from '../testing/read-test-text.ts'
import { testCounts, testFormats, type TestedCase, type TestedFile, type TestReport } from '../testing/report.ts'

export interface TestOptions {
  readonly format: string
  readonly update?: true
  readonly grep?: string
}

/** Compiles and plans what tests call, and compares; starts nothing, and writes nothing but `--update`. */
export async function test(invocation: Invocation, first: string, options: TestOptions, rest: readonly string[]): Promise<number> {
  const { io, projectFolder } = invocation
  const name = invocation.json && options.format === 'pretty' ? 'json' : options.format
  const format = testFormats.get(name)
  if (!format) return refuse(invocation, `'${name}' is no format; there are ${[...testFormats.keys()].join(', ')}`)
  const { findTestFiles } = await loadTestFiles()
  const found = await findTestFiles([first, ...rest].filter((path) => path !== ''), io.cwd, projectFolder)
  if (!found.ok) return refuse(invocation, found.problem)
  const files: TestedFile[] = []
  const projects = new Projects(invocation)
  try {
    for (const path of found.paths) files.push(await testFile(invocation, path, options, projects))
  } finally {
    await projects.close()
  }
  const report: TestReport = { files, updated: options.update === true }
  if (options.grep !== undefined && files.every(({ tests, diagnostics }) => tests.length + diagnostics.length === 0)) return refuse(invocation, `no test has '${options.grep}' in its name`)
  io.stdout.write(format(report, { colours: hasColours(io.stdout, io.env) }))
  return statusOf(report)
}

function statusOf(report: TestReport): ExitStatus {
  const { failed, broken } = testCounts(report)
  return broken > 0 || (failed > 0 && !report.updated) ? exitStatus.failed : exitStatus.done
}

async function testFile(invocation: Invocation, path: string, options: TestOptions, projects: Projects): Promise<TestedFile> {
  const shown = relative(invocation.io.cwd, path)
  const text = await readTestText(path, shown)
  const { readTestFile } = await loadTestFiles()
  const read = text.ok ? await readTestFile(text.value, path) : text
  const diagnostics = await inLanguage(invocation.language ?? 'en', read.diagnostics)
  if (!read.ok || !text.ok) return { path: shown, diagnostics, tests: [] }
  const opened = await projects.of(dirname(path))
  if (!opened.ok || hasErrors(opened.diagnostics)) return { path: shown, diagnostics: [...diagnostics, ...(await inLanguage(invocation.language ?? 'en', opened.diagnostics))], tests: [] }
  const tests = await runCases(opened.value, read.value, options.grep)
  if (options.update) await update(invocation, path, text.value, tests)
  return { path: shown, diagnostics, tests }
}

async function runCases(project: Project, { cases }: TestFile, grep: string | undefined): Promise<readonly TestedCase[]> {
  const tests: TestedCase[] = []
  for (const one of cases) {
    if (grep !== undefined && !one.name.includes(grep)) continue
    tests.push({ test: one, mismatches: compare(one, await observe(project, one)) })
  }
  return tests
}

async function update(invocation: Invocation, path: string, file: SourceFile, tests: readonly TestedCase[]): Promise<void> {
  const updates = tests.flatMap(({ test: { path: at }, mismatches }) =>
    mismatches.map(({ member, update: value }) => ({ path: member === 'expect' ? [...at, 'expect'] : [...at, 'expect', member], value })))
  if (updates.length === 0) return
  const { updatedText } = await loadTestFiles()
  const problem = await writeWhole(path, updatedText(file.text, updates))
  if (problem !== undefined) say(invocation, problem)
}

/** One for each folder of tests: paths in their calls are relative to it. */
class Projects {
  readonly #invocation: Invocation
  readonly #opened = new Map<string, ReturnType<typeof openProject>>()

  constructor(invocation: Invocation) {
    this.#invocation = invocation
  }

  of(folder: string): ReturnType<typeof openProject> {
    const { projectFolder, io } = this.#invocation
    const options: OpenProjectOptions = { from: folder, builtInProcedures, ...(projectFolder !== undefined && { directory: resolve(io.cwd, projectFolder) }) }
    const known = this.#opened.get(folder) ?? openProject(options)
    this.#opened.set(folder, known)
    return known
  }

  async close(): Promise<void> {
    for (const opening of this.#opened.values()) {
      const opened = await opening
      if (opened.ok) await opened.value.close()
    }
  }
}
