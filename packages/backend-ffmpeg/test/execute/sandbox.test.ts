/** What a program that opens a user's media can reach, and how much it can use: with real programs in a real sandbox. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { taskId } from '@vodflow/core'
import type { ExecutionContext, PlanStep, StepOutcome } from '@vodflow/engine'
import { expect, test } from 'vitest'
import { adoptOutputs, createFfmpegBackend, type FfmpegBackendOptions, type FfmpegWork } from '../../src/index.ts'
import { confined, inputsOf } from '../../src/execute/confine.ts'
import { failureOf } from '../../src/execute/failure.ts'
import { runProgram } from '../../src/execute/run-program.ts'
import { sandboxFor } from '../../src/locate/index.ts'
import { rightsIn } from '../../src/locate/sandbox.ts'
import { film, makeMedia, temporaryFolder, testEnvironment, toolsAtHand } from '../helpers/machine.ts'

const task = taskId('transcode.20')
const lengthOf = { codec: 'h264', width: 160, height: 90, rotation: 0, pixelFormat: 'yuv420p', durationSeconds: 1, toleranceSeconds: 0.05 }

async function sandboxHere() {
  const { ffmpeg } = await toolsAtHand()
  const found = await sandboxFor('auto', ffmpeg, testEnvironment())
  if (!found.ok || found.value === undefined) console.error('SKIPPED: no bubblewrap works here, so what a sandbox keeps out is not tested')
  return found.ok ? found.value : undefined
}

interface Ran {
  readonly outcome: StepOutcome
  readonly out: string
  readonly step: PlanStep<FfmpegWork>
}

async function run(args: readonly string[], options: Partial<FfmpegBackendOptions>, expected?: ExecutionContext['expected'], source?: string, onProcess: ExecutionContext['onProcess'] = () => undefined): Promise<Ran> {
  const folder = await temporaryFolder()
  const [workFolder, outputFolder] = [join(folder, 'work'), join(folder, 'out')]
  await Promise.all([mkdir(workFolder), mkdir(outputFolder)])
  const step: PlanStep<FfmpegWork> = {
    id: 'encode', covers: [task], needs: [], reasons: [],
    work: {
      type: 'ffmpeg', program: (await toolsAtHand()).ffmpeg, source: source ?? (await makeMedia(folder, 'source.mp4', film(1))), arrange: [], write: [],
      commands: [{ args, mediaSeconds: 1 }], outputs: [{ kind: 'media', task, path: 'v.f20.mp4', container: 'mp4', deep: false, video: lengthOf }],
    },
  }
  const context: ExecutionContext = {
    signal: new AbortController().signal, outputFolder, workFolder, artifacts: [], onProcess, onProgress: () => undefined, expected,
  }
  return { outcome: await createFfmpegBackend({ env: testEnvironment(), ...options }).execute(step, context), out: outputFolder, step }
}

const encode = ['-an', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-f', 'mp4', 'v.f20.mp4']

test('a file that a step was not given cannot be read from inside it', async () => {
  if ((await sandboxHere()) === undefined) return
  const folder = await temporaryFolder()
  const [source, canary] = [await makeMedia(folder, 'source.mp4', film(1)), await makeMedia(folder, 'canary.mp4', film(1))]
  const stolen = ['-i', `file:${source}`, '-filter_complex', `movie=${canary},scale=160:90[v]`, '-map', '[v]', ...encode]
  const [open, shut] = [await run(stolen, { sandbox: 'off' }, undefined, source), await run(stolen, { sandbox: 'require' }, undefined, source)]
  expect(open.outcome.tasks).toMatchObject([{ ok: true }])
  expect(shut.outcome.tasks).toMatchObject([{ ok: false, failure: { reason: 'exit-non-zero', lastLines: expect.arrayContaining([expect.stringMatching(/No such file/)]) } }])
  expect(await readdir(shut.out)).toEqual([])
})

test('what a step was given is read and its outputs are verified in the sandbox, whatever the file is called', async () => {
  if ((await sandboxHere()) === undefined) return
  const folder = join(await temporaryFolder(), "-a film's (第 1 集) %05d")
  await mkdir(folder)
  const source = await makeMedia(folder, 'a b.mp4', film(1))
  const { outcome, step, out } = await run(['-i', `file:${source}`, '-vf', 'scale=160:90', ...encode], { sandbox: 'require' }, undefined, source)
  expect(outcome.tasks).toMatchObject([{ ok: true, artifacts: [{ path: 'v.f20.mp4' }] }])
  // What a shell made of the same step is opened in a sandbox too, or not at all.
  const adopt = (env: NodeJS.ProcessEnv) => adoptOutputs(step, out, { env: { ...testEnvironment(), ...env }, sandbox: 'require' }, new AbortController().signal)
  expect(await adopt({})).toMatchObject([{ path: 'v.f20.mp4' }])
  expect(await adopt({ PATH: '/nowhere' })).toBeUndefined()
})

test('a program in the sandbox can write in its folder alone, and sees no other process', async () => {
  const sandbox = await sandboxHere()
  if (sandbox === undefined) return
  const folder = await temporaryFolder()
  const inside = async (script: string) => runProgram({ program: '/bin/sh', args: ['-c', script], limitMs: 10_000, confinement: { sandbox, reads: [], folder } })
  expect(await inside('echo here > mine && cat mine')).toMatchObject({ how: 'exited', status: 0, stdout: 'here' })
  expect(await inside(`echo x > /usr/vodflow-canary || echo refused`)).toMatchObject({ stdout: 'refused' })
  expect(await inside('test -e /etc/passwd || echo hidden')).toMatchObject({ stdout: 'hidden' })
  expect(await inside(`test -e ${JSON.stringify(import.meta.filename)} || echo hidden`)).toMatchObject({ stdout: 'hidden' })
  expect(await inside('echo "$HOME$PATH" | grep -c /root || true')).toMatchObject({ stdout: '0' })
  expect(await inside('kill -9 $PPID 2>/dev/null; ls /proc 2>/dev/null | grep -c "^[0-9]" || true')).toMatchObject({ stdout: '0' })
})

test('a sandbox that is required and not there is a refusal that says why', async () => {
  const { ffmpeg } = await toolsAtHand()
  const missing = await sandboxFor('require', ffmpeg, { PATH: '/nowhere' })
  expect(missing.diagnostics.map(({ code }) => code)).toEqual(['ffmpeg/no-sandbox'])
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'bwrap'), '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n', { mode: 0o755 })
  const broken = await sandboxFor('require', ffmpeg, { PATH: folder, VODFLOW_CACHE: join(folder, 'cache') })
  expect(broken.diagnostics[0]?.message).toMatch(/no permissions|No permissions/)
  expect(await sandboxFor('auto', ffmpeg, { PATH: folder, VODFLOW_CACHE: join(folder, 'cache') })).toMatchObject({ ok: true, value: undefined })
})

test('a sandbox that worked once and cannot be made any more is our fault, not that of what it would have read', async () => {
  const folder = await temporaryFolder()
  const broken = { bwrap: join(folder, 'bwrap'), asRoot: false }
  await writeFile(broken.bwrap, '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n', { mode: 0o755 })
  const end = await runProgram({ program: '/bin/true', args: [], limitMs: 10_000, confinement: { sandbox: broken, reads: [] } })
  expect(end).toEqual({ how: 'not-started', error: 'bwrap: No permissions to create new namespace' })
  expect(failureOf(end, 'ffmpeg')).toMatchObject({ reason: 'tool-incapable' })
  await writeFile(broken.bwrap, "#!/bin/sh\necho \"bwrap: Can't find source path /a.mp4: No such file or directory\" >&2\nexit 1\n")
  expect(await runProgram({ program: '/bin/true', args: [], limitMs: 10_000, confinement: { sandbox: broken, reads: [] } })).toMatchObject({ how: 'exited', status: 1 })
})

const rights = (noNewPrivs: number, rss: number) => rightsIn(`Name:\tnode\nVmRSS:\t${rss} kB\nCapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nNoNewPrivs:\t${noNewPrivs}\nSeccomp:\t2\n`)

test('that a sandbox works is known of processes with the same rights alone', () => {
  expect(rights(0, 1)).toBe(rights(0, 2))
  expect(rights(0, 1)).not.toBe(rights(1, 1))
})

test('the inputs of a command line are its own, and a playlist comes with its folder', () => {
  expect(inputsOf(['-i', 'file:/a/b c.mp4', '-i', 'tile%05d.png', '-i', 'file:/h/list.m3u8', '-map', 'file:/x'])).toEqual(['/a/b c.mp4', '/h'])
  const { program, args } = confined('/opt/ffmpeg', ['-version'], { sandbox: { bwrap: '/usr/bin/bwrap', asRoot: false }, reads: ['/a/b c.mp4'], folder: '/work' })
  expect(program).toBe('/usr/bin/bwrap')
  expect(args.slice(args.indexOf('--'))).toEqual(['--', '/opt/ffmpeg', '-version'])
  expect(args).toContain('--unshare-all')
})

/** At the speed at which it is played: what counts is that it goes on. */
const endless = ['-re', '-f', 'lavfi', '-i', 'nullsrc=s=320x180:r=25:d=600,geq=random(1)*255:128:128', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '1', '-f', 'mp4', 'v.f20.mp4']

test('a command that fills the disk, or the memory, is ended, and the failure says with how much', async () => {
  const small = await run(endless, { limits: { filesBytes: 500_000 } })
  expect(small.outcome.tasks).toMatchObject([{ ok: false, failure: { reason: 'over-limit', limit: 'files', limitBytes: 500_000, bytes: expect.any(Number) } }])
  const lean = await run(endless, { limits: { memoryBytes: 20_000_000 } })
  expect(lean.outcome.tasks).toMatchObject([{ ok: false, failure: { reason: 'over-limit', limit: 'memory', limitBytes: 20_000_000 } }])
})

test('an ffmpeg that is killed inside the sandbox is said to be killed', async () => {
  if ((await sandboxHere()) === undefined) return
  const innermost = (pid: number): number => {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    return child === undefined ? pid : innermost(child)
  }
  const { outcome } = await run(endless, { sandbox: 'require' }, undefined, undefined, ({ pid }) => setTimeout(() => process.kill(innermost(pid), 'SIGKILL'), 300))
  expect(outcome.tasks).toMatchObject([{ ok: false, failure: { reason: 'exit-non-zero', status: 137, lastLines: expect.arrayContaining(['ended by SIGKILL']) } }])
})

test('the wall clock comes from the estimate', async () => {
  const limits = { baseMs: 200, perCpuSecondMs: 1000, perMediaSecondMs: 600_000 }
  const { outcome } = await run(endless, { limits }, { cpuSeconds: 0.3, bytes: 1e6 })
  const [first] = outcome.tasks
  expect(first).toMatchObject({ ok: false, failure: { reason: 'timed-out' } })
  if (first?.ok === false && first.failure.reason === 'timed-out') expect(first.failure.afterMs).toBeLessThan(5000)
})

const sleepers = () => execFileSync('sh', ['-c', 'grep -slz "^54.321$" /proc/[0-9]*/cmdline || true'], { encoding: 'utf8' }).trim()

test('a sandbox dies with the process that made it', async () => {
  const sandbox = await sandboxHere()
  if (sandbox === undefined) return
  const { program, args } = confined('/bin/sleep', ['54.321'], { sandbox, reads: [] })
  const script = `require('child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(args)}, { detached: true, stdio: 'ignore' }); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 400)`
  try {
    execFileSync(process.execPath, ['-e', script], { stdio: 'ignore' })
  } catch {
    // It kills itself.
  }
  for (let waited = 0; waited < 40 && sleepers() !== ''; waited += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(sleepers()).toBe('')
})
