import { canonicalJson, type Compiled, type Result } from '@vodflow/core'
import type { Artifact, Backend, ExecutionContext, Inspection, Plan, PlanOptions, PlanStep, Source, StepOutcome } from '@vodflow/engine'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

export interface BackendFixture<Work, I extends Inspection> {
  readonly backend: Backend<Work, I>
  /** A source that is good, and a graph of at least two tasks that it can give; best some that share a step. */
  readonly source: Source
  readonly compiled: Compiled
  readonly options: PlanOptions
  /** The source is no file of this machine: a remote back end leaves this to its service. */
  readonly refusesMissingSource?: boolean
}

/** What every back end must do. Each test makes its own fixture; temporary folders are this suite's own. */
export function describeBackendContract<Work, I extends Inspection>(name: string, create: () => Promise<BackendFixture<Work, I>>): void {
  describe(`back end contract: ${name}`, () => {
    test('planning is pure: the same plan twice, plain JSON, and nothing started', async () => {
      const { backend, inspection, fixture } = await inspected(create)
      const before = await childrenOfThisProcess()
      const first = planned(backend.plan(fixture.compiled, inspection, fixture.options))
      const second = planned(backend.plan(fixture.compiled, inspection, fixture.options))
      expect(await childrenOfThisProcess()).toEqual(before)
      expect(canonicalJson(second)).toBe(canonicalJson(first))
      expect(JSON.parse(JSON.stringify(first))).toEqual(first)
      expect(first.graph).toBe(fixture.compiled.graph.digest)
      expect(first.backend).toBe(backend.name)
    })

    test('an inspection is plain JSON', async () => {
      const { inspection } = await inspected(create)
      expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection)
    })

    test('each task is covered by one step or doomed; needs name earlier steps; ids are safe as file names', async () => {
      const { plan, fixture } = await made(create)
      const todo = fixture.compiled.graph.tasks.filter(({ kind }) => kind !== 'source' && kind !== 'probe').map(({ id }) => id)
      const answered = [...plan.steps.flatMap(({ covers }) => covers), ...plan.doomed.map(({ task }) => task)]
      expect([...answered].toSorted()).toEqual([...todo].toSorted())
      for (const [at, { id, needs }] of plan.steps.entries()) {
        expect(id).toMatch(/^[\w-][\w.-]{0,119}$/)
        const earlier = plan.steps.slice(0, at).map((step) => step.id)
        for (const need of needs) expect(earlier).toContain(need)
      }
    })

    test('a source that is only assumed is planned too', async () => {
      const { backend, inspection, fixture } = await inspected(create)
      const assumed = await backend.assume(inspection.facts, new AbortController().signal)
      expect(assumed.ok, messagesOf(assumed)).toBe(true)
      if (assumed.ok) expect(planned(backend.plan(fixture.compiled, assumed.value, fixture.options)).steps.length).toBeGreaterThan(0)
    })

    test('every covered task gets an outcome, and what was made is where and as large as it says', async () => {
      const { backend, plan } = await made(create)
      const folder = await temporaryFolder()
      const artifacts: Artifact[] = []
      for (const step of plan.steps) {
        const outcome = await execute(backend, step, { folder, artifacts })
        expect(outcome.tasks.map(({ task }) => task).toSorted()).toEqual([...step.covers].toSorted())
        for (const task of outcome.tasks) {
          expect(task, JSON.stringify(task)).toMatchObject({ ok: true })
          if (task.ok) artifacts.push(...task.artifacts)
        }
      }
      const recorded = artifacts.map(({ path }) => path)
      expect(new Set(recorded).size).toBe(recorded.length)
      for (const { path, sizeBytes } of artifacts) {
        expect(isAbsolute(path) || path.split('/').includes('..')).toBe(false)
        expect((await stat(join(folder, 'out', path))).size).toBe(sizeBytes)
      }
      const onDisk = (await readdir(join(folder, 'out'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      expect(onDisk, 'files that no artifact names').toHaveLength(recorded.length)
    })

    test('a step that is aborted before it begins is cancelled and makes nothing', async () => {
      const { backend, plan } = await made(create)
      const folder = await temporaryFolder()
      const [first] = plan.steps
      if (first === undefined) return expect.fail('the fixture must plan at least one step')
      const outcome = await execute(backend, first, { folder, signal: AbortSignal.abort() })
      expect(reasonsOf(outcome)).toEqual(first.covers.map(() => 'cancelled'))
      expect(await readdir(join(folder, 'out'))).toEqual([])
    })

    test('a step that is aborted while it works settles soon, cancelled or done, with no process left', async () => {
      const { backend, plan } = await made(create)
      const folder = await temporaryFolder()
      const [first] = plan.steps
      if (first === undefined) return expect.fail('the fixture must plan at least one step')
      const abort = new AbortController()
      const children: number[] = []
      const onProcess: ExecutionContext['onProcess'] = ({ pid }) => {
        children.push(pid)
        setTimeout(() => abort.abort(), 30)
      }
      const timer = setTimeout(() => abort.abort(), 1000)
      const outcome = await execute(backend, first, { folder, signal: abort.signal, onProcess })
      clearTimeout(timer)
      for (const reason of reasonsOf(outcome)) expect(['cancelled', 'done']).toContain(reason)
      const done = outcome.tasks.flatMap((task) => (task.ok ? task.artifacts : []))
      expect(await readdir(join(folder, 'out'))).toHaveLength(new Set(done.map(({ path }) => path.split('/')[0])).size)
      for (const pid of children) expect(isThere(pid), `process ${pid} is still there`).toBe(false)
    })

    test('the pieces of a step do the same, each with less to do', async () => {
      const { backend, plan } = await made(create)
      for (const step of plan.steps) {
        const pieces = backend.split(plan, step)
        if (pieces.length === 0) continue
        expect(pieces.flatMap(({ covers }) => covers).toSorted()).toEqual([...step.covers].toSorted())
        for (const piece of pieces) {
          expect(piece.covers.length).toBeLessThan(step.covers.length)
          expect(plan.steps.map(({ id }) => id)).not.toContain(piece.id)
        }
      }
    })

    test('every step can be shown as lines', async () => {
      const { backend, plan } = await made(create)
      for (const step of plan.steps) {
        const lines = backend.describe(step)
        expect(lines.length).toBeGreaterThan(0)
        for (const line of lines) expect(line).not.toMatch(/[\n\r]/)
      }
    })

    test('a source that is not there is refused with a code, and nothing is thrown', async ({ skip }) => {
      const { backend, refusesMissingSource = true } = await create()
      if (!refusesMissingSource) return skip('its sources are elsewhere')
      const folder = await temporaryFolder()
      const result = await backend.inspect({ parts: [{ path: join(folder, 'nobody.mp4') }] }, new AbortController().signal)
      expect(result.ok).toBe(false)
      expect(result.diagnostics[0]?.code).toMatch(/^check\//)
    })
  })
}

interface Execution {
  readonly folder: string
  readonly artifacts?: readonly Artifact[]
  readonly signal?: AbortSignal
  readonly onProcess?: ExecutionContext['onProcess']
}

async function execute<Work, I extends Inspection>(backend: Backend<Work, I>, step: PlanStep<Work>, execution: Execution): Promise<StepOutcome> {
  const outputFolder = join(execution.folder, 'out')
  const workFolder = join(execution.folder, 'work', step.id)
  await mkdir(outputFolder, { recursive: true })
  await mkdir(workFolder, { recursive: true })
  return backend.execute(step, {
    signal: execution.signal ?? new AbortController().signal,
    outputFolder,
    workFolder,
    artifacts: execution.artifacts ?? [],
    onProcess: execution.onProcess ?? (() => {}),
    onProgress: ({ fraction }) => {
      expect(fraction).toBeGreaterThanOrEqual(0)
      expect(fraction).toBeLessThanOrEqual(1)
    },
  })
}

async function inspected<Work, I extends Inspection>(create: () => Promise<BackendFixture<Work, I>>) {
  const fixture = await create()
  const inspection = await fixture.backend.inspect(fixture.source, new AbortController().signal)
  if (!inspection.ok) return expect.fail(`the fixture's source was refused: ${messagesOf(inspection)}`)
  return { fixture, backend: fixture.backend, inspection: inspection.value }
}

async function made<Work, I extends Inspection>(create: () => Promise<BackendFixture<Work, I>>) {
  const { fixture, backend, inspection } = await inspected(create)
  return { fixture, backend, plan: planned(backend.plan(fixture.compiled, inspection, fixture.options)) }
}

function planned<Work>(result: Result<Plan<Work>>): Plan<Work> {
  return result.ok ? result.value : expect.fail(`the fixture's graph was not planned: ${messagesOf(result)}`)
}

function messagesOf(result: Result<unknown>): string {
  return result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; ')
}

function reasonsOf(outcome: StepOutcome): readonly string[] {
  return outcome.tasks.map((task) => (task.ok ? 'done' : task.failure.reason))
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-contract-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Only Linux tells; elsewhere the test asserts the rest. */
async function childrenOfThisProcess(): Promise<string> {
  return readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').catch(() => '')
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
