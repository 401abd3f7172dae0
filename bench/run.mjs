// npm run bench: every table of docs/performance.md, measured here and now. Needs the real clips: VODFLOW_MEDIA.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { benchEstimate } from './estimate.mjs'
import { benchFused } from './fused.mjs'
import { benchP1 } from './p1.mjs'
import { benchP2 } from './p2.mjs'
import { benchP4 } from './p4.mjs'
import { benchP5 } from './p5.mjs'
import { benchPlan } from './plan.mjs'
import { benchStart } from './start.mjs'
import { benchValidate } from './validate.mjs'

const rounds = Number(process.env.VODFLOW_BENCH_ROUNDS ?? 3)
const media = process.env.VODFLOW_MEDIA
const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))
const log = (line) => process.stderr.write(`  ${line}\n`)

const doctor = JSON.parse(execFileSync(process.execPath, [vodflow, 'doctor', '--json'], { encoding: 'utf8' }))
const ffmpeg = doctor.ffmpeg?.path
const wanted = process.argv.slice(2)
const benches = { start: benchStart, validate: benchValidate, plan: benchPlan, fused: benchFused, p1: benchP1({ loops: 2, ours: 1.05, naive: 1.4, equal: true }), 'p1-144s': benchP1({ loops: 18, ours: 1.03, naive: 1.55, equal: false }), p2: benchP2, p4: benchP4, p5: benchP5, estimate: benchEstimate }
/** The others need real clips. */
const withoutMedia = new Set(['start', 'validate', 'plan'])

let failed = false
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  if (!withoutMedia.has(name) && media === undefined) { log(`SKIPPED ${name}: VODFLOW_MEDIA is not set`); continue }
  const { text, gates } = await bench({ media, ffmpeg, rounds, log })
  const how = name === 'estimate' ? 'each run once' : `median of ${withoutMedia.has(name) ? `${rounds * 5}, of long runs ${rounds}` : rounds}, interleaved`
  process.stdout.write(`\n## ${name} (${how})\n\n${text}\n\n`)
  for (const gate of gates) {
    process.stdout.write(`- ${gate.ok ? 'met' : 'MISSED'}: ${gate.name}: ${gate.value.toFixed(gate.value < 0.1 ? 4 : 2)}\n`)
    failed ||= !gate.ok
  }
}
process.exitCode = failed ? 1 : 0
