/** procedures/examples/<topic>/: every spelling gives the same graph, byte for byte, from run to run; the plan is what is committed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assumeInspection, createFfmpegBackend, modernCapabilities } from '@vodflow/backend-ffmpeg'
import { assumeFacts, prettyJson, type Result, type SourceFacts } from '@vodflow/core'
import { graphPicture, pictureDot, pictureMermaid, pictureSvg, pictureText, stagesJson } from '@vodflow/picture'
import { openProject, type CompiledCall, type Project } from '@vodflow/project'
import { expectGolden } from '@vodflow/testing'
import { describe, expect, test } from 'vitest'
import { originsOf, planFile } from '../packages/cli/src/plan/plan-file.ts'
import { planText } from '../packages/cli/src/plan/plan-text.ts'

const root = resolve(import.meta.dirname, '..')
const examples = join(root, 'procedures/examples')
const topics = readdirSync(examples).toSorted()

function must<T>(result: Result<T>): T {
  expect(result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([])
  if (!result.ok) throw new Error('a failed result without an error')
  return result.value
}

function assumed(folder: string): SourceFacts {
  const said: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'assume.json'), 'utf8'))
  return must(assumeFacts(Object.entries(said).map(([key, value]) => `${key}=${String(value)}`).join(','))).facts
}

/** The call as written, and the same arguments on each file: a call of a preset stands for what the files say without arguments. */
function spellingsOf(folder: string): readonly string[] {
  const call = readFileSync(join(folder, 'call.txt'), 'utf8').trim()
  const given = /^procedure\.lua(.*)$/.exec(call)?.[1] ?? ''
  const files = ['procedure.json', 'procedure.lua'].filter((name) => existsSync(join(folder, name))).map((name) => `${name}${given}`)
  return [...new Set([call, ...files])]
}

async function openExample(folder: string): Promise<Project> {
  return must(await openProject({ directory: folder, from: folder, builtInProcedures: { folder: join(root, 'procedures') } }))
}

const graphOf = ({ graph }: CompiledCall): string => prettyJson(graph)

test('there are at least six topics, each in two files', () => {
  expect(topics.length).toBeGreaterThanOrEqual(6)
  for (const topic of topics) expect(spellingsOf(join(examples, topic)).length).toBeGreaterThanOrEqual(2)
})

describe.each(topics)('%s', (topic) => {
  const folder = join(examples, topic)

  test('all spellings give the committed graph, ten times the same bytes', { timeout: 60_000 }, async () => {
    const facts = assumed(folder)
    const graphs = new Set<string>()
    for (let round = 0; round < 10; round += 1) {
      const project = await openExample(folder)
      for (const spelling of spellingsOf(folder)) graphs.add(graphOf(must(await project.compile(spelling, facts))))
      await project.close()
    }
    expect(graphs.size).toBe(1)
    await expectGolden(join(folder, 'graph.json'), [...graphs][0] ?? '')
  })

  test('the plan is the committed one', async () => {
    const facts = assumed(folder)
    const project = await openExample(folder)
    const backend = createFfmpegBackend({ env: {} })
    const call = readFileSync(join(folder, 'call.txt'), 'utf8').trim()
    const compiled = must(await project.compile(call, facts))
    const plan = must(backend.plan(compiled, assumeInspection(facts, modernCapabilities), { speed: project.config.encoder.speed }))
    const text = planText(planFile({ call, source: null, graph: compiled.graph, origins: originsOf(compiled), plan }), { colours: false, describe: (step) => backend.describe(step) })
    await project.close()
    await expectGolden(join(folder, 'plan.txt'), text.replaceAll(`${folder}/`, ''))
  })

  test('the pictures are the committed ones', async () => {
    const project = await openExample(folder)
    const call = readFileSync(join(folder, 'call.txt'), 'utf8').trim()
    const { graph, origins } = must(await project.compile(call, assumed(folder)))
    await project.close()
    const picture = graphPicture({ graph, origins, title: call })
    await expectGolden(join(folder, 'graph.svg'), await pictureSvg(picture))
    await expectGolden(join(folder, 'graph.dot'), pictureDot(picture))
    await expectGolden(join(folder, 'graph.mmd'), pictureMermaid(picture))
    await expectGolden(join(folder, 'graph.txt'), pictureText(picture))
    await expectGolden(join(folder, 'stages.json'), `${JSON.stringify(stagesJson(graph, picture), undefined, 2)}\n`)
  })
})
