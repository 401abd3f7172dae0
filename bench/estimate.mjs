// How far the estimates of `vodflow plan` are from what its commands really take: CPU seconds of each step, bytes of each run.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))

/** Every clip but the damaged ones, and but the one of six minutes, which would take as long as all the others. */
const isClip = (name) => /\.(mp4|mkv|ts|flv|webm|mp3|m4a)$/.test(name) && !/^(broken|long)/.test(name)
/** Not looked at when the model's costs were fitted: every third clip in the order of their names. */
const isHeldOut = (clips, clip) => clips.indexOf(clip) % 3 === 2

const procedures = {
  one: { transcode: [{ definition: 20 }] },
  ladder: { transcode: [{ definition: 10 }, { definition: 20 }, { definition: 30 }, { definition: 40 }], sampleSnapshot: [{ definition: 10 }] },
  hls: { transcode: [{ definition: 230 }] },
  hevc: { transcode: [{ definition: 520 }] },
  copy: { transcode: [{ definition: 9 }] },
  sound: { transcode: [{ definition: 1010 }, { definition: 1130 }] },
  pictures: { sampleSnapshot: [{ definition: 10 }], imageSprite: [{ definition: 10 }] },
}

export async function benchEstimate({ media, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-estimate-'))
  try {
    const all = readdirSync(media).filter(isClip).toSorted()
    const wanted = process.env.VODFLOW_BENCH_CLIPS?.split(',')
    const clips = wanted ? all.filter((clip) => wanted.includes(clip)) : all
    for (const [name, process] of Object.entries(procedures)) writeFileSync(join(folder, `${name}.json`), JSON.stringify({ process }))
    const measured = Object.keys(procedures).flatMap((name) => clips.flatMap((clip) => {
      const one = tryOne(name, join(media, clip), folder)
      if (one) log(`${name} of ${clip}: ${one.cpu.toFixed(2)} CPU s (${one.cpuExpected.toFixed(2)}), ${one.bytes} bytes (${one.bytesExpected})`)
      return one ? [{ name, held: isHeldOut(all, clip), ...one }] : []
    }))
    const cpu = medianOf(measured.map(cpuError))
    const bytes = medianOf(measured.map(bytesError))
    return {
      text: table(measured),
      gates: [
        { name: 'median error of CPU seconds ≤ 0.25', value: cpu, ok: cpu <= 0.25 },
        { name: 'median error of bytes ≤ 0.20', value: bytes, ok: bytes <= 0.2 },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Undefined where the clip cannot give what the procedure asks for. */
function tryOne(name, source, folder) {
  const planned = spawnSync(process.execPath, [vodflow, 'plan', `${name}.json`, '-i', source, '--json'], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (planned.status !== 0) return undefined
  const { plan } = JSON.parse(planned.stdout)
  if (plan.doomed.length > 0) return undefined
  const out = mkdtempSync(join(folder, 'out-'))
  let cpu = 0
  for (const { work } of plan.steps) {
    for (const command of work.commands) {
      copy(command.arrange ?? [], out)
      cpu += cpuSecondsOf(work.program, command.args, out)
    }
    copy(work.arrange, out)
    for (const { path, text } of work.write) writeFileSync(join(out, path), text)
  }
  const bytes = plan.steps.flatMap(({ work }) => work.outputs).reduce((sum, output) => sum + bytesOf(output, out), 0)
  rmSync(out, { recursive: true })
  return { cpu, cpuExpected: plan.estimate.totals.cpuSeconds, bytes, bytesExpected: plan.estimate.totals.bytes }
}

/** As the shell's `times` counts it: user and system, of the command alone. */
function cpuSecondsOf(program, args, cwd) {
  const text = execFileSync('bash', ['-c', '"$@" >&2; status=$?; times; exit $status', 'bash', program, '-hide_banner', '-nostdin', '-y', '-v', 'error', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [user, system] = text.trim().split('\n').at(-1).split(' ').map((time) => { const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(time); return Number(minutes) * 60 + Number(seconds) })
  return user + system
}

function copy(arrangements, folder) {
  for (const { from, to } of arrangements) { mkdirSync(join(folder, to, '..'), { recursive: true }); copyFileSync(join(folder, from), join(folder, to)) }
}

function bytesOf(output, folder) {
  const size = (path) => statSync(join(folder, path)).size
  if (output.kind === 'images') return output.files.reduce((sum, { path }) => sum + size(path), 0)
  if (output.kind === 'sprite') return [...output.sheets, output.vtt].reduce((sum, path) => sum + size(path), 0)
  if (output.container !== 'hls') return size(output.path)
  const stem = output.path.replace(/\.m3u8$/, '')
  return readdirSync(folder).filter((name) => name === output.path || name.startsWith(`${stem}_`)).reduce((sum, name) => sum + size(name), 0)
}

const cpuError = (one) => Math.abs(one.cpuExpected - one.cpu) / one.cpu
const bytesError = (one) => Math.abs(one.bytesExpected - one.bytes) / one.bytes
const medianOf = (numbers) => { const sorted = numbers.toSorted((a, b) => a - b); return sorted.length === 0 ? 0 : sorted[Math.floor(sorted.length / 2)] }
const percent = (number) => `${Math.round(100 * number)} %`

function row(name, some) {
  const middle = (of) => percent(medianOf(some.map(of)))
  const tail = (of) => percent(some.map(of).toSorted((a, b) => a - b)[Math.floor(some.length * 0.9)] ?? 0)
  return `| ${name} | ${some.length} | ${middle(cpuError)} | ${tail(cpuError)} | ${middle(bytesError)} | ${tail(bytesError)} | ${medianOf(some.map((one) => one.cpu / one.cpuExpected)).toFixed(2)} |`
}

function table(measured) {
  return [
    '| what | runs | CPU: median error | 9 of 10 below | bytes: median error | 9 of 10 below | CPU measured / expected |', '| --- | --- | --- | --- | --- | --- | --- |',
    ...Object.keys(procedures).map((name) => row(name, measured.filter((one) => one.name === name))),
    row('clips of the fit', measured.filter(({ held }) => !held)), row('clips held out', measured.filter(({ held }) => held)), row('all', measured),
  ].join('\n')
}
