import { contentDigest, type Diagnostic, fail, ok, type SourceFacts, type Suggestion, taskId } from '@vodflow/core'
import type { Artifact, Backend, DoomedTask, EarlierResults, ExecutionContext, Inspection, PlanStep, Recipe, Recipes, StepFailure, TaskOutcome } from '@vodflow/engine'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fakeFacts } from './fake-facts.ts'

/** What a step of the fake does to each task that it covers. Plain JSON, as all work is. */
export interface FakeWork {
  readonly tasks: readonly FakeTaskWork[]
}

export interface FakeTaskWork {
  readonly task: string
  /** Written to the output folder under this name; the task's own id with `.txt` if absent. */
  readonly path?: string
  readonly text?: string
  readonly ms?: number
  readonly failure?: StepFailure
  readonly suggestion?: Suggestion
  /** Throws instead of settling: a bug in a back end. */
  readonly throws?: string
}

export interface FakeStep {
  readonly id: string
  readonly does: readonly FakeTaskWork[]
  readonly needs?: readonly string[]
  readonly unavailable?: string
}

export interface FakeScript {
  readonly steps: readonly FakeStep[]
  readonly doomed?: readonly DoomedTask[]
  readonly facts?: SourceFacts
  /** The source is refused with these. */
  readonly refuse?: readonly Diagnostic[]
  /** Failing as part of a larger step, the task ends well alone. */
  readonly failsOnlyTogether?: readonly string[]
  readonly cannotSplit?: boolean
  /** What decides each task's result, by its id; where there are any, they are kept in a cache. */
  readonly recipes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly onExecute?: (step: PlanStep<FakeWork>, context: ExecutionContext) => void | Promise<void>
}

export interface FakeBackend extends Backend<FakeWork> {
  /** The ids of the steps that were begun, in order. */
  readonly begun: readonly string[]
  readonly inspections: () => number
}

/** A double for the tests of the engine: it does what its script says, with real small files. */
export function createFakeBackend(script: FakeScript): FakeBackend {
  const begun: string[] = []
  let inspections = 0
  return {
    name: 'fake',
    begun,
    inspections: () => inspections,
    async inspect() {
      inspections += 1
      return script.refuse === undefined ? ok(inspectionOf(script)) : fail(...script.refuse)
    },
    assume: async (facts) => ok({ facts }),
    plan: (compiled, { facts }, _options, earlier) =>
      ok({ backend: 'fake', graph: compiled.graph.digest, source: facts, steps: script.steps.flatMap((step) => withReuse(stepOf(step), earlier)), doomed: script.doomed ?? [] }),
    recipes: () => script.recipes && recipesOf(script.recipes),
    async execute(step, context) {
      begun.push(step.id)
      await script.onExecute?.(step, context)
      const tasks: TaskOutcome[] = []
      for (const work of step.work.tasks) tasks.push(await doTask(script, step, work, context))
      return { tasks }
    },
    split: (_plan, step) => (script.cannotSplit === true || step.covers.length < 2 ? [] : step.work.tasks.map((work, at) => pieceOf(step, work, at))),
    describe: (step) => step.work.tasks.map(({ task }) => `fake ${task}`),
  }
}

function recipesOf(parts: NonNullable<FakeScript['recipes']>): Recipes {
  const byTask = Object.entries(parts).map(([name, each]): [string, Recipe] => [name, { key: contentDigest([name, each]), name, parts: each }])
  return { content: 'a film', byTask: Object.fromEntries(byTask) }
}

/** As a real back end does it: what is found becomes a step of its own, what is not says why. */
function withReuse(step: PlanStep<FakeWork>, earlier: EarlierResults | undefined): readonly PlanStep<FakeWork>[] {
  if (earlier === undefined) return [step]
  const pieces = step.work.tasks.flatMap((work, at): readonly PlanStep<FakeWork>[] => {
    const result = earlier.found.get(taskId(work.task))
    return result === undefined ? [] : [{ ...pieceOf(step, work, at), reuse: { cache: earlier.folder, result } }]
  })
  const rest = step.work.tasks.filter(({ task }) => !earlier.found.has(taskId(task)))
  const reasons = rest.flatMap(({ task }) => { const because = earlier.changed.get(taskId(task)); return because === undefined ? [] : [{ choice: 'again', because }] })
  return [...pieces, ...(rest.length === 0 ? [] : [{ ...stepOf({ id: step.id, does: rest, needs: step.needs }), reasons }])]
}

function inspectionOf(script: FakeScript): Inspection {
  return { facts: script.facts ?? fakeFacts() }
}

function stepOf({ id, does, needs = [], unavailable }: FakeStep): PlanStep<FakeWork> {
  const covers = does.map(({ task }) => taskId(task))
  return { id, covers, needs, reasons: [], ...(unavailable !== undefined && { unavailable }), work: { tasks: does } }
}

function pieceOf(step: PlanStep<FakeWork>, work: FakeTaskWork, at: number): PlanStep<FakeWork> {
  return { ...stepOf({ id: `${step.id}.${at + 1}`, does: [work], needs: step.needs }) }
}

async function doTask(script: FakeScript, step: PlanStep<FakeWork>, work: FakeTaskWork, context: ExecutionContext): Promise<TaskOutcome> {
  const task = taskId(work.task)
  const stopped = await isStopped(work.ms ?? 0, context.signal)
  if (stopped) return { task, ok: false, failure: { reason: 'cancelled' } }
  if (work.throws !== undefined) throw new Error(work.throws)
  const spared = script.failsOnlyTogether?.includes(work.task) === true && step.covers.length === 1
  if (work.failure !== undefined && !spared) return { task, ok: false, failure: work.failure }
  context.onProgress({ fraction: 1 })
  return { task, ok: true, artifacts: [await writeOutput(work, context)], ...(work.suggestion && { suggestion: work.suggestion }) }
}

async function isStopped(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined)
  return signal.aborted
}

async function writeOutput(work: FakeTaskWork, { workFolder, outputFolder }: ExecutionContext): Promise<Artifact> {
  const path = work.path ?? `${work.task}.txt`
  const text = work.text ?? `made by ${work.task}\n`
  await writeFile(join(workFolder, 'made'), text)
  await rename(join(workFolder, 'made'), join(outputFolder, path))
  return { task: taskId(work.task), role: 'image', path, sizeBytes: Buffer.byteLength(text) }
}
