import { isAbsolute, relative } from 'node:path'
import type { ExitStatus } from '../exit-status.ts'
import type { Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { summaryText } from '../reporters/summary.ts'
import { resultText } from '../result/write-result.ts'
import { runOne, type OneResult, type OneRun, type RunTools, type SittingPlace, type SittingTools } from './run-one.ts'
import { stubSentence } from './stub.ts'

/** One run to its end. Standard output holds the summary or, under `--json`, the result. */
export async function runAndShow(one: OneRun, tools: RunTools): Promise<ExitStatus> {
  return showResult(one, await runOne(one, tools), tools)
}

export function showResult(one: SittingPlace, result: OneResult, tools: SittingTools): ExitStatus {
  if (tools.invocation.json && result.made) tools.invocation.io.stdout.write(resultText(result.made.info))
  else showSummary(one, result, tools.invocation)
  return result.status
}

export function showSummary(one: SittingPlace, { made }: OneResult, { io }: Invocation): void {
  if (made === undefined) return
  const resultPath = made.resultPath === undefined ? {} : { resultPath: relativeTo(io.cwd, made.resultPath) }
  const options = { folder: `${relativeTo(io.cwd, one.folder)}/`, colours: hasColours(io.stdout, io.env), ...(io.stdout.isTTY && { columns: io.stdout.columns }), ...resultPath, ...(one.stub && { stub: stubSentence }) }
  io.stdout.write(summaryText(made.report, made.progress, options))
}

/** The short way to write a path, for people. */
export function relativeTo(cwd: string, path: string): string {
  const short = relative(cwd, path) || '.'
  return isAbsolute(short) || short.startsWith('..') ? path : short
}
