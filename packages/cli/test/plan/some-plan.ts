import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assumeInspection, createFfmpegBackend, modernCapabilities } from '@vodflow/backend-ffmpeg'
import { assumeFacts, type Result, type SourceFacts } from '@vodflow/core'
import { openProject } from '@vodflow/project'
import { planBasis } from '../../src/plan/plan-basis.ts'
import { originsOf, planFile, type PlanFile } from '../../src/plan/plan-file.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** The value, or what is wrong as an error. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return result.value
}

export function assumed(text: string): SourceFacts {
  return must(assumeFacts(text)).facts
}

/** A plan as `plan --assume` makes it, for a complete ffmpeg. */
export async function somePlan(call = 'QCVB_SimpleProcessFile({10,20},0,10,10)', assume = 'duration=60', folder = root): Promise<PlanFile> {
  const project = must(await openProject({ directory: folder, from: folder, builtInProcedures: { folder: join(root, 'procedures') } }))
  try {
    const facts = assumed(assume)
    const compiled = must(await project.compile(call, facts))
    const inspection = assumeInspection(facts, modernCapabilities)
    const options = { speed: project.config.encoder.speed } as const
    const plan = must(createFfmpegBackend({ env: {} }).plan(compiled, inspection, options))
    const request = { ...must(await project.snapshot(call)), options, source: { form: 'file', path: '' } as const }
    const basis = await planBasis({ folder: project.folder, cwd: folder, request, inspection, compiled, full: false })
    return planFile({ call, source: null, graph: compiled.graph, origins: originsOf(compiled), plan, basis })
  } finally {
    await project.close()
  }
}

/** The call and the assumed facts of a worked example. */
export function exampleOf(folder: string): { readonly call: string; readonly assume: string } {
  const said: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'assume.json'), 'utf8'))
  return {
    call: readFileSync(join(folder, 'call.txt'), 'utf8').trim(),
    assume: Object.entries(said).map(([key, value]) => `${key}=${String(value)}`).join(','),
  }
}
