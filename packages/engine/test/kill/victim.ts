// Started by kill.test.ts as a process of its own, to be killed: victim OUT LOG SOURCE
import { defaultConfig, ok } from '@vodflow/core'
import { type ExecutionContext, isAlive, openOutput, processStartedAt, runProcedure } from '@vodflow/engine'
import { createFakeBackend, fakeCompiled, type FakeStep } from '@vodflow/testing/fakes'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'

const [out = '', log = '', source = ''] = process.argv.slice(2)

const ids = Array.from({ length: 10 }, (_, at) => `t${at}`)
const failure = { reason: 'exit-non-zero', status: 1, lastLines: [] } as const
const steps: readonly FakeStep[] = [
  { id: 's0', does: [{ task: 't0' }, { task: 't1' }] },
  // As one step it fails and goes on as two, so that kills fall into splitting as well.
  { id: 's1', does: [{ task: 't2', failure }, { task: 't3', failure }] },
  ...ids.slice(4).map((task, at): FakeStep => ({ id: `s${at + 2}`, needs: at > 2 ? [`s${at}`] : [], does: [{ task, text: `${task}\n`.repeat(500) }] })),
]

const backend = createFakeBackend({ steps, failsOnlyTogether: ['t2', 't3'], onExecute: (step, context) => workInAChild(step.covers.join(' '), context) })

/** It writes for a while; if this process is killed meanwhile it lives on, as an ffmpeg does on a long film. */
const script = `for i in 1 2 3 4; do echo "$i" >> part; sleep 0.01; done; kill -0 ${process.pid} 2>/dev/null || exec sleep 30`

async function workInAChild(covers: string, { workFolder, onProcess, signal }: ExecutionContext): Promise<void> {
  appendFileSync(log, `begun ${covers}\n`)
  const child = spawn('sh', ['-c', script], { cwd: workFolder, detached: true, stdio: 'ignore', signal })
  const { pid } = child
  if (pid === undefined) throw new Error('no child')
  onProcess({ pid, startedAt: processStartedAt(pid) ?? '' })
  appendFileSync(log, `child ${pid} ${processStartedAt(pid) ?? ''}\n`)
  await once(child, 'exit')
}

const opened = await openOutput(out)
if (!opened.ok) {
  appendFileSync(log, `end refused ${opened.diagnostics.map(({ code }) => code).join(' ')}\n`)
  process.exit()
}
const request = { call: 'Victim', procedures: [], templates: [], config: defaultConfig, options: { speed: 'veryfast' }, source: { form: 'file', path: source } } as const
const result = await runProcedure(request, {
  ...opened.value,
  backend,
  compile: async () => ok(fakeCompiled(ids.map((id) => ({ id })))),
  endOrphan: async (child) => {
    if (isAlive(child)) process.kill(-child.pid, 'SIGKILL')
  },
  // Acknowledged: whoever reads this has been told.
  onEvent: (event) => {
    if (event.type === 'task-changed' && event.state.status === 'done') appendFileSync(log, `done ${event.task}\n`)
  },
})
await opened.value.close()
appendFileSync(log, `end ${ending(result)}\n`)

/** `true`, or what went wrong in which words. */
function ending(ended: typeof result): string {
  if (!ended.ok) return `refused ${ended.diagnostics.map(({ code }) => code).join(' ')}`
  const { ok, tasks, unrecorded } = ended.value
  const reasons = tasks.flatMap(({ state }) => (state.status === 'failed' ? [state.failure.reason] : []))
  return [String(ok), ...new Set(reasons), ...(unrecorded ? [unrecorded.code] : [])].join(' ')
}
