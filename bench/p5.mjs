// P5 of docs/performance.md: looking at a source, in a process that goes on: anew, and again.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './measure.mjs'

const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error']
const PROBES = 20
const films = [
  { name: '8 s mp4', clip: 'tos-1080p30-8s-counter.mp4', seconds: 8 },
  { name: '10 s mkv', clip: 'bbb-480p24-10s.mkv', seconds: 10 },
  { name: '60 min mp4', clip: 'tos-1080p30-8s-counter.mp4', seconds: 3600 },
]

const number = (ms) => ms.toFixed(1)

export async function benchP5({ media, ffmpeg, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
  const { createFfmpegBackend } = await import('../packages/backend-ffmpeg/dist/index.js')
  try {
    const rows = []
    for (const [at, { name, clip, seconds }] of films.entries()) {
      const path = join(folder, `film${at}${clip.slice(clip.lastIndexOf('.'))}`)
      execFileSync(ffmpeg, [...QUIET, '-stream_loop', '-1', '-i', join(media, clip), '-c', 'copy', '-t', String(seconds), path])
      await new Promise((resolve) => setTimeout(resolve, 2500)) // what changed just now is not kept
      const probe = async (env) => {
        const backend = createFfmpegBackend({ env: { ...process.env, VODFLOW_CACHE: join(folder, 'cache'), ...env } })
        const [wall, cpu] = [performance.now(), process.cpuUsage()]
        const result = await backend.inspect({ parts: [{ path }] }, new AbortController().signal)
        if (!result.ok) throw new Error(result.diagnostics[0].message)
        const { user, system } = process.cpuUsage(cpu)
        return { wallMs: performance.now() - wall, cpuMs: (user + system) / 1000 }
      }
      if (at === 0) await probe({ VODFLOW_INSPECTIONS: 'off' }) // asks the programs what they can do
      const first = await probe()
      const again = []
      for (let count = 0; count < PROBES; count += 1) again.push(await probe())
      const anew = []
      for (let count = 0; count < PROBES; count += 1) anew.push(await probe({ VODFLOW_INSPECTIONS: 'off' }))
      const startedAt = performance.now()
      execFileSync(ffmpeg.replace(/ffmpeg$/, 'ffprobe'), ['-v', 'error', '-show_entries', 'packet=pts,duration,flags', '-of', 'compact', path], { stdio: ['ignore', 'ignore', 'ignore'] })
      const row = { name, first, again: median(again.map(({ wallMs }) => wallMs)), best: Math.min(...again.map(({ wallMs }) => wallMs)), cpu: median(again.map(({ cpuMs }) => cpuMs)), anew: median(anew.map(({ wallMs }) => wallMs)), ffprobe: performance.now() - startedAt }
      log(`${name}: ${row.again.toFixed(1)} ms`)
      rows.push(row)
    }
    return {
      text: ['| source | first ms | again ms | best ms | CPU ms | without what was kept ms | ffprobe, every packet, ms |', '| --- | --- | --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${row.name} | ${number(row.first.wallMs)} | ${number(row.again)} | ${number(row.best)} | ${number(row.cpu)} | ${number(row.anew)} | ${number(row.ffprobe)} |`)].join('\n'),
      gates: rows.map((row) => ({ name: `a warm probe ≤ 15 ms, ${row.name}`, value: row.again, ok: row.again <= 15 })),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
