import { extname, resolve } from 'node:path'
import { hasErrors } from '@vodflow/core'
import { shapeOf } from '@vodflow/engine'
import { graphPicture, pictureDot, pictureMermaid, pictureSvg, pictureText, stagesJson, type GraphPicture } from '@vodflow/picture'
import type { CallDraft } from '@vodflow/project'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { coloursFor } from '../reporters/colours.ts'
import { inLanguage } from '../reporters/language.ts'
import { printable } from '../reporters/text-width.ts'
import { problemOfOutputFile, type FileKind } from '../result/replaceable-file.ts'
import { writeWhole } from '../result/write-result.ts'
import { factsOf } from '../run/facts-of.ts'
import { sourceGiven, statusOfProblems, type SourceOptions } from '../run/source-facts.ts'
import { withSession } from '../with-session.ts'

export interface GraphOptions extends SourceOptions {
  readonly format?: string
  readonly output?: string
}

const formats = ['svg', 'dot', 'mermaid', 'text', 'json'] as const
type Format = (typeof formats)[number]

const formatOfEnding: Readonly<Record<string, Format>> = {
  '.svg': 'svg', '.dot': 'dot', '.gv': 'dot', '.mmd': 'mermaid', '.mermaid': 'mermaid', '.txt': 'text', '.json': 'json',
}

/** How the files below begin, each in its own comment or member. */
const pictureKind: FileKind = {
  name: 'picture of a graph', example: 'graph.svg',
  beginning: /^(?:<svg [^<]*>\n<!-- vodflow graph -->|\/\/ vodflow graph\n|%% vodflow graph\n|task graph: |\{\s*"format": "vodflow\/stages@)/,
  instead: 'leave -o out',
}

/** Draws the task graph; of a procedure with errors, what is left of it, with the errors in it. */
export async function graph(invocation: Invocation, procedure: string, options: GraphOptions): Promise<number> {
  const format = formatOf(invocation, options)
  if (format === undefined) return refuse(invocation, `'${printable(options.format ?? '').slice(0, 60)}' is no format; choose one of ${formats.join(', ')}`)
  if (invocation.json && format !== 'json' && options.output === undefined) return refuse(invocation, `--json and --format ${format} exclude each other, unless -o takes the picture`)
  const given = await sourceGiven(invocation, options)
  if (typeof given === 'number') return given
  const problem = options.output === undefined ? undefined : await problemOfOutputFile(options.output, invocation.io.cwd, pictureKind)
  if (problem !== undefined) return refuse(invocation, problem)
  return withSession(invocation, procedure, async (call, session) => {
    const facts = await factsOf(invocation, given)
    await reportDiagnostics(invocation, facts.diagnostics)
    if (!facts.ok) return statusOfProblems(facts.diagnostics)
    const draft = await session.draft(call, facts.value, given.is === 'file' ? shapeOf(given.request) : undefined)
    await reportDiagnostics(invocation, draft.diagnostics)
    return await draw(invocation, { title: call, draft, format }, options.output)
  })
}

function formatOf({ json }: Invocation, { format, output }: GraphOptions): Format | undefined {
  if (format !== undefined) return formats.find((known) => known === format)
  return formatOfEnding[extname(output ?? '').toLowerCase()] ?? (json ? 'json' : 'text')
}

interface Drawing {
  readonly title: string
  readonly draft: CallDraft
  readonly format: Format
}

async function draw(invocation: Invocation, { title, draft, format }: Drawing, output: string | undefined): Promise<number> {
  const { compiled, diagnostics } = draft
  if (compiled === undefined) return exitStatus.refused
  const picture = graphPicture({ ...compiled, title, diagnostics: await inLanguage(invocation.language ?? 'en', diagnostics) })
  const colours = coloursFor(output === undefined && hasColours(invocation.io.stdout, invocation.io.env))
  const text = await written(picture, format, () => `${JSON.stringify(stagesJson(compiled.graph, picture), undefined, 2)}\n`, colours)
  const problem = output === undefined ? undefined : await writeWhole(resolve(invocation.io.cwd, output), text)
  if (problem !== undefined) return refuse(invocation, problem)
  if (output === undefined) invocation.io.stdout.write(text)
  else say(invocation, `the picture is in '${printable(output)}'`)
  return hasErrors(diagnostics) ? exitStatus.refused : exitStatus.done
}

function written(picture: GraphPicture, format: Format, json: () => string, colours: ReturnType<typeof coloursFor>): string | Promise<string> {
  switch (format) {
    case 'svg':
      return pictureSvg(picture)
    case 'dot':
      return pictureDot(picture)
    case 'mermaid':
      return pictureMermaid(picture)
    case 'text':
      return pictureText(picture, colours)
    case 'json':
      return json()
  }
}
