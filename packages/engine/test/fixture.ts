import { type Compiled, defaultConfig, ok, type Result, type SourceFacts } from '@vodflow/core'
import { type ArtifactCache, type Event, type KeySource, openOutput, type Output, type Publish, type PullSource, reviewRun, runProcedure, type Ruling, type RunReport, type RunRequest, type Backend } from '@vodflow/engine'
import { createFakeBackend, type FakeBackend, fakeCompiled, type FakeScript, type FakeTask, type FakeWork } from '@vodflow/testing'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'

export interface Place {
  readonly folder: string
  readonly out: string
  readonly source: string
}

export async function freshPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'vodflow-run-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const source = join(folder, 'film.mp4')
  await writeFile(source, 'a film')
  return { folder, out: join(folder, 'out'), source }
}

export function requestFor({ source }: Pick<Place, 'source'>, call = 'Film(10)'): RunRequest {
  return {
    call, procedures: [{ path: 'Film.lua', text: '-- film', digest: 'p1' }], templates: [], config: defaultConfig,
    options: { speed: 'veryfast' }, source: { form: 'file', path: source },
  }
}

export interface Setting {
  readonly tasks: readonly FakeTask[]
  readonly script: FakeScript
  readonly call?: string
  readonly backend?: Backend<FakeWork>
  readonly signal?: AbortSignal
  readonly force?: boolean
  readonly cache?: ArtifactCache
  readonly onEvent?: (event: Event) => void
  readonly change?: (output: Output) => Output
  /** A person decides on what a review is in doubt about. */
  readonly manual?: boolean
  readonly keys?: KeySource
  readonly fileId?: string
  /** In place of the film. */
  readonly source?: RunRequest['source']
  readonly pull?: PullSource
  /** What the procedure is worth while nothing is known of the source. */
  readonly unknown?: Result<Compiled>
  /** Says this in place of a run. */
  readonly ruling?: Ruling
  /** Publishes what is made. */
  readonly publish?: Publish
}

export interface Ran {
  readonly backend: FakeBackend
  readonly result: Awaited<ReturnType<typeof runProcedure>>
  readonly events: readonly Event[]
}

/** Opens the place, runs, and closes it, as the command line does. */
export async function run(place: Place, setting: Setting): Promise<Ran> {
  const backend = createFakeBackend(setting.script)
  const opened = await openOutput(place.out, { force: setting.force === true })
  if (!opened.ok) return { backend, result: opened, events: [] }
  const output = setting.change?.(opened.value) ?? opened.value
  const events: Event[] = []
  try {
    const request = { ...requestFor(place, setting.call), ...(setting.source && { source: setting.source }), ...(setting.fileId !== undefined && { fileId: setting.fileId }) }
    const dependencies = {
      ...output,
      backend: setting.backend ?? backend,
      compile: async (_: RunRequest, facts: SourceFacts | 'unknown') => (facts === 'unknown' ? setting.unknown : undefined) ?? ok(fakeCompiled(setting.tasks)),
      ...(setting.pull && { pull: setting.pull }),
      endOrphan: async () => {},
      onEvent: (event: Event) => {
        events.push(event)
        setting.onEvent?.(event)
      },
      ...(setting.cache && { cache: setting.cache }),
      ...(setting.signal && { signal: setting.signal }),
      ...(setting.keys && { keys: setting.keys }),
      ...(setting.publish && { publish: setting.publish }),
    }
    const config: RunRequest['config'] = { ...request.config, ...(setting.manual && { review: { manual: true } }), ...(setting.publish && { publish: { command: ['x'] } }) }
    const asked = { ...request, config }
    const result = setting.ruling === undefined ? await runProcedure(asked, dependencies) : await reviewRun(setting.ruling, dependencies)
    return { backend, result, events }
  } finally {
    await output.close()
  }
}

export function reportOf({ result }: Ran): RunReport {
  return result.ok ? result.value : expect.fail(result.diagnostics.map(({ message }) => message).join('; '))
}

export function codesOf({ result }: Ran): readonly string[] {
  return result.ok ? [] : result.diagnostics.map(({ code }) => code)
}

/** `a: done, b: failed exit-non-zero`, of what is neither source nor probe. */
export function tasksOf(ran: Ran): Readonly<Record<string, string>> {
  const todo = reportOf(ran).tasks.filter(({ task }) => task.kind !== 'source' && task.kind !== 'probe')
  return Object.fromEntries(
    todo.map(({ task, state }) => [task.id, state.status === 'failed' ? `failed ${state.failure.reason}` : state.status]),
  )
}

export async function eventLines({ out }: Place): Promise<readonly Event[]> {
  const text = await readFile(join(out, 'events.jsonl'), 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  return text.trimEnd().split('\n').map((line): Event => JSON.parse(line))
}
