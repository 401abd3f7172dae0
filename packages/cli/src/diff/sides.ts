import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { contentDigest, printable, type TaskGraph } from '@vodflow/core'
import type { Io } from '../io.ts'
import { readPlan } from '../plan/read-plan.ts'
import type { ComparedPlan } from './plan-diff.ts'
import { jsonObject } from '../plan/json-object.ts'

/** What one of the two words of `diff` stands for. */
export type Side =
  | { readonly is: 'call'; readonly call: string }
  | { readonly is: 'graph'; readonly graph: TaskGraph }
  | { readonly is: 'plan'; readonly graph: TaskGraph; readonly plan: ComparedPlan }

export type ReadSide = { readonly ok: true; readonly side: Side } | { readonly ok: false; readonly problem: string }

/** A graph of a thousand tasks has a twentieth of this. */
const maxGraphBytes = 32 * 1024 * 1024

/** A file that says of itself that it is a graph or a plan; anything else is a call, a name or a path of a procedure. */
export async function readSide(word: string, io: Io): Promise<ReadSide> {
  const format = await formatOf(resolve(io.cwd, word))
  if (format === undefined) return { ok: true, side: { is: 'call', call: word } }
  if (format.startsWith('vodflow/task-graph@')) return readGraph(word, io)
  const read = await readPlan(word, io)
  if (!read.ok) return read
  const { graph, plan, source } = read.file
  return { ok: true, side: { is: 'plan', graph, plan: { source, plan } } }
}

/** The `format` of a JSON file, as its first lines say; undefined for what is no such file. */
async function formatOf(path: string): Promise<string | undefined> {
  try {
    const file = await open(path)
    try {
      if (!(await file.stat()).isFile()) return undefined
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHead), 0, maxHead, 0)
      const head = buffer.toString('utf8', 0, bytesRead)
      // A graph is in canonical order: its digest comes first.
      return /^\s*\{\s*(?:"digest":\s*"[^"]*",\s*)?"format":\s*"(vodflow\/[^"]{1,100})"/u.exec(head)?.[1]
    } finally {
      await file.close()
    }
  } catch {
    return undefined
  }
}

const maxHead = 4096

async function readGraph(path: string, io: Io): Promise<ReadSide> {
  const refuse = (problem: string) => ({ ok: false, problem: `'${printable(path)}' ${problem}` }) as const
  const file = await open(resolve(io.cwd, path))
  try {
    if ((await file.stat()).size > maxGraphBytes) return refuse('is larger than 32 MiB, which no task graph is')
    const graph = jsonObject(await file.readFile('utf8'))
    if (graph === undefined) return refuse("is no JSON; 'vodflow compile' writes graphs")
    const { digest, ...body } = graph
    const { graphSchema } = await import('../generated/plan-schema.ts')
    if (!graphSchema(graph)) return refuse(`is no task graph of this version (vodflow/task-graph@1); 'vodflow compile' writes them`)
    if (digest !== contentDigest(body)) return refuse('was changed after it was written; compile it again')
    // The schema has held the value against exactly this shape.
    return { ok: true, side: { is: 'graph', graph: graph as unknown as TaskGraph } }
  } finally {
    await file.close()
  }
}
