import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { contentDigest, printable, type Result, type SourceFacts } from '@vodflow/core'
import { convert, isInFormAlready, targets, type Converted, type ConvertRequest, type Target } from '@vodflow/forms'
import { parseCall } from '@vodflow/frontend-call'
import { openProject, type Project } from '@vodflow/project'
import { callText } from '../call-text.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { builtInProcedures } from '../generated/built-in-procedures.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { writeWhole } from '../result/write-result.ts'
import { mapResult, sourceGiven } from '../run/source-facts.ts'

export interface ConvertOptions {
  readonly to: string
  readonly output?: string
  readonly assume?: string
}

const extensions: { readonly [target in Target]: string } = { json: '.json', 'procedure-template': '.json', lua: '.lua', call: '.call' }

/** Writes nothing that has not been shown to give the same graph. */
export async function convertCommand(invocation: Invocation, procedure: string, options: ConvertOptions): Promise<number> {
  const { io, projectFolder } = invocation
  const target = targets.find((name) => name === options.to)
  if (target === undefined) return refuse(invocation, `'${printable(options.to)}' is no form; there are ${targets.join(', ')}`)
  const problem = await problemOfOutput(options.output, target, io.cwd)
  if (problem !== undefined) return refuse(invocation, problem)
  const call = await callText(procedure, io)
  if (!call.ok) return refuse(invocation, call.problem)
  const given = await sourceGiven(invocation, { input: [], ...(options.assume !== undefined && { assume: options.assume }) })
  if (typeof given === 'number') return given
  const opened = await openProject({ from: io.cwd, builtInProcedures, ...(projectFolder !== undefined && { directory: projectFolder }) })
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  try {
    const path = options.output ?? `converted${extensions[target]}`
    return await convertIn(invocation, opened.value, { call: call.text, target, path, facts: given.is === 'assumed' ? given.facts : 'unknown', options })
  } finally {
    await opened.value.close()
  }
}

interface Job {
  readonly call: string
  readonly target: Target
  readonly path: string
  readonly facts: SourceFacts | 'unknown'
  readonly options: ConvertOptions
}

async function convertIn(invocation: Invocation, project: Project, { call: text, target, path, facts, options }: Job): Promise<ExitStatus> {
  const { strict } = invocation
  const call = parseCall({ path: '<call>', text }, { strict })
  await reportDiagnostics(invocation, call.diagnostics)
  if (!call.ok) return exitStatus.refused
  const resolved = await project.resolve(call.value)
  await reportDiagnostics(invocation, resolved.diagnostics)
  if (!resolved.ok) return exitStatus.refused
  const { file, builtIn, source } = resolved.value
  const request: ConvertRequest = {
    call: call.value, file, builtIn, source, target, facts, path,
    compileFile: async (one, args, known) => mapResult(await project.compileFile(one, args, known, { strict }), ({ graph }) => contentDigest(graph)),
    compileCall: async (one, known) => mapResult(await project.compile(one.trim(), known, { strict }), ({ graph }) => contentDigest(graph)),
  }
  if (isInFormAlready(request)) return refuse(invocation, `'${file.path}' is in this form already; 'vodflow fmt' brings it into style`)
  return deliver(invocation, await convert(request), options)
}

async function deliver(invocation: Invocation, result: Result<Converted>, { output }: ConvertOptions): Promise<ExitStatus> {
  const { io, json } = invocation
  await reportDiagnostics(invocation, result.diagnostics)
  if (!result.ok) return exitStatus.failed
  const { text, cases, digest } = result.value
  const problem = output === undefined ? undefined : await writeWhole(resolve(io.cwd, output), text)
  if (problem !== undefined) return refuse(invocation, problem)
  if (json) io.stdout.write(`${JSON.stringify({ ...(output === undefined ? { text } : { output }), cases, ...(cases === 1 && { digest }) }, undefined, 2)}\n`)
  else if (output === undefined) io.stdout.write(text)
  const where = cases === 1 ? `the same graph, ${digest.slice(0, 12)}…` : `the same graph in all ${cases} calls and sources that were tried`
  if (!json) say(invocation, `${where}${output === undefined ? '' : `; written to '${output}'`}`)
  return exitStatus.done
}

async function problemOfOutput(output: string | undefined, target: Target, cwd: string): Promise<string | undefined> {
  if (output === undefined) return undefined
  if (extname(output) !== extensions[target]) return `'${printable(output)}' does not end in '${extensions[target]}', as a file in the form '${target}' has to`
  const found = await stat(resolve(cwd, output)).catch(() => undefined)
  return found && `'${printable(output)}' is there already; give a new file with -o, or remove it first`
}
