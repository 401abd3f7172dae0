import { open } from 'node:fs/promises'
import { constants } from 'node:fs'
import { resolve } from 'node:path'
import { contentDigest, printable } from '@vodflow/core'
import type { Io } from '../io.ts'
import { reasonOf } from '../result/write-result.ts'
import type { PlanFile } from './plan-file.ts'
import { jsonObject } from './json-object.ts'

export type ReadPlan = { readonly ok: true; readonly file: PlanFile } | { readonly ok: false; readonly problem: string }

/** The largest plan of a thousand tasks has a tenth of this. */
const maxBytes = 64 * 1024 * 1024
/** A step inside of a step's alternatives is the deepest that a plan goes. */
const maxDepth = 64

/** The plan in a file, or on standard input for `-`; else one sentence that says why there is none. */
export async function readPlan(path: string, io: Io): Promise<ReadPlan> {
  const shown = path === '-' ? 'standard input' : `'${printable(path)}'`
  const text = path === '-' ? await stdinText(io) : await fileText(resolve(io.cwd, path), shown)
  return 'problem' in text ? { ok: false, problem: text.problem } : readPlanText(text.text, shown)
}

type Text = { readonly text: string } | { readonly problem: string }

async function stdinText(io: Io): Promise<Text> {
  try {
    return { text: await io.readStdin(maxBytes) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'standard input cannot be read' }
  }
}

async function fileText(path: string, shown: string): Promise<Text> {
  try {
    // A pipe would be waited for until somebody writes to it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      if (stats.isDirectory()) return { problem: `${shown} is a folder; give a plan that 'vodflow plan -o' wrote` }
      if (!stats.isFile()) return { problem: `${shown} is no ordinary file; '-' reads a plan from standard input` }
      if (stats.size > maxBytes) return { problem: `${shown} is larger than 64 MiB, which no plan is` }
      return { text: await file.readFile('utf8') }
    } finally {
      await file.close()
    }
  } catch (error) {
    return { problem: `${shown} cannot be read: ${reasonOf(error)}` }
  }
}

/**
 * Takes only what `planFile` wrote, to the last value. The digest tells what was damaged or edited; it is no signature, so the
 * schema is asked too.
 */
export async function readPlanText(text: string, shown: string): Promise<ReadPlan> {
  const refuse = (problem: string) => ({ ok: false, problem: `${shown} ${problem}` }) as const
  if (text.trim() === '') return refuse("is empty; 'vodflow plan -o' writes plans")
  if (depthOf(text) > maxDepth) return refuse(`is nested more than ${maxDepth} deep, which no plan is`)
  const content = jsonObject(text)
  if (content === undefined) return refuse("is no JSON object, or a damaged one; 'vodflow plan -o' writes plans")
  const strange = problemOfFormat(content['format'])
  if (strange !== undefined) return refuse(strange)
  const { digest, ...body } = content
  if (digest !== contentDigest(body)) return refuse('was damaged or changed after it was written; plan again')
  const { planSchema } = await import('../generated/plan-schema.ts')
  if (!planSchema(content)) {
    const [error] = planSchema.errors ?? []
    return refuse(`is no plan: '${error?.instancePath.replaceAll('/', '.').slice(1) ?? ''}' is not what its schema asks for; plan again`)
  }
  // The schema has held the value against exactly this shape.
  return { ok: true, file: content as unknown as PlanFile }
}

function problemOfFormat(format: unknown): string | undefined {
  if (format === 'vodflow/plan@1') return undefined
  const [, kind, version] = /^vodflow\/([a-z-]{1,40})@(\d{1,6})$/u.exec(String(format)) ?? []
  if (kind === undefined) return "is no plan of vodflow's; 'vodflow plan -o' writes them"
  if (kind !== 'plan') return `is a ${kind.replaceAll('-', ' ')} (vodflow/${kind}@${version}), no plan; 'vodflow plan -o' writes plans`
  return `was written by a newer vodflow (vodflow/plan@${version}); this one reads vodflow/plan@1`
}

/** Before anything that recurses sees it. By hand: a regular expression gives up on a text of many megabytes. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at)
    if (inText && mark === '\\') at += 1
    else if (mark === '"') inText = !inText
    else if (inText) continue
    else if (mark === '[' || mark === '{') deepest = Math.max(deepest, (depth += 1))
    else if (mark === ']' || mark === '}') depth -= 1
  }
  return deepest
}
