// Runs one command and measures its whole process tree: CPU seconds, wall seconds, peak resident memory.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Rarely enough not to take CPU from what is measured. */
const SAMPLE_MS = 250

/**
 * @returns {Promise<{ cpuSeconds: number, wallSeconds: number, peakMiB: number, besideMiB: number }>}
 * CPU is user + system of the tree as the shell's own `times` counts it (resolution 10 ms);
 * memory is the highest sum of resident sets seen in samples of /proc; `besideMiB` what of it is not ffmpeg's while one runs.
 */
export async function measure(command, args, options = {}) {
  const startedAt = performance.now()
  const child = spawn('bash', ['-c', '"$@"; status=$?; times >&3; exit $status', 'bash', command, ...args], {
    cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const times = collect(child.stdio[3])
  const complaints = collect(child.stderr)
  let peak = 0
  let peakBeside = 0
  const sampler = setInterval(() => {
    const { all, ffmpeg } = treeResidentBytes(child.pid)
    peak = Math.max(peak, all)
    if (ffmpeg > 0) peakBeside = Math.max(peakBeside, all - ffmpeg)
  }, SAMPLE_MS)
  const status = await new Promise((resolve) => child.on('close', resolve))
  clearInterval(sampler)
  const wallSeconds = (performance.now() - startedAt) / 1000
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${(await complaints).slice(-2000)}`)
  const [, children] = (await times).trim().split('\n')
  const cpuSeconds = children.split(' ').map(secondsOf).reduce((a, b) => a + b, 0)
  return { cpuSeconds, wallSeconds, peakMiB: peak / 2 ** 20, besideMiB: peakBeside / 2 ** 20 }
}

/** The same of our own program, with what its process alone used. */
export async function measureOwn(script, args, options = {}) {
  const usage = join(mkdtempSync(join(tmpdir(), 'vodflow-usage-')), 'usage.json')
  const env = { ...options.env, VODFLOW_BENCH_USAGE: usage, NODE_OPTIONS: `--import=${new URL('own-usage.mjs', import.meta.url).href}` }
  const result = await measure(process.execPath, [script, ...args], { ...options, env })
  return { ...result, own: JSON.parse(readFileSync(usage, 'utf8')) }
}

async function collect(stream) {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}

const secondsOf = (text) => { const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(text); return Number(minutes) * 60 + Number(seconds) }

function treeResidentBytes(rootPid) {
  const parents = new Map()
  const resident = new Map()
  const names = new Map()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      parents.set(Number(entry), Number(fields[1]))
      names.set(Number(entry), stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')))
      resident.set(Number(entry), Number(fields[21]) * 4096)
    } catch { /* it ended between the listing and the read */ }
  }
  const isInTree = (pid) => { for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === rootPid) return true; return false }
  const tree = [...resident].filter(([pid]) => pid !== rootPid && isInTree(pid))
  return { all: sum(tree), ffmpeg: sum(tree.filter(([pid]) => names.get(pid) === 'ffmpeg')) }
}

const sum = (list) => list.reduce((total, [, bytes]) => total + bytes, 0)

export const median = (numbers) => { const sorted = numbers.toSorted((a, b) => a - b); return sorted[Math.floor((sorted.length - 1) / 2)] }

/** One run of every contestant after the other, `rounds` times; the median of each figure. */
export async function interleave(contestants, rounds, onRun = () => {}) {
  const runs = new Map(contestants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const result = await contestant.run()
      runs.get(contestant.name).push(result)
      onRun(contestant.name, result)
    }
  }
  return new Map([...runs].map(([name, results]) => [name, {
    cpuSeconds: median(results.map((one) => one.cpuSeconds)),
    wallSeconds: median(results.map((one) => one.wallSeconds)),
    bestWallSeconds: Math.min(...results.map((one) => one.wallSeconds)),
    peakMiB: median(results.map((one) => one.peakMiB)),
    besideMiB: median(results.map((one) => one.besideMiB)),
    ...(results[0]?.own && { own: { cpuSeconds: median(results.map(({ own }) => own.cpuSeconds)), peakMiB: median(results.map(({ own }) => own.peakMiB)) } }),
  }]))
}

export function table(results, reference) {
  const base = results.get(reference).cpuSeconds
  const rows = [...results].map(([name, one]) =>
    `| ${name} | ${one.cpuSeconds.toFixed(2)} | ${(one.cpuSeconds / base).toFixed(2)} | ${one.wallSeconds.toFixed(2)} | ${one.peakMiB.toFixed(0)} |`)
  return [`| contestant | CPU s | × ${reference} | wall s | peak MiB |`, '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}
