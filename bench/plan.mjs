// `vodflow plan` of a graph of a thousand tasks: twenty templates, each in fifty versions. Beside it the dry run of another tool,
// `snakemake -n`, on a thousand jobs: twenty rules with fifty files each, each with an ffmpeg command and the reason.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))
const DEFINITIONS = [10, 20, 30, 40, 210, 220, 230, 240, 510, 520, 530, 540, 610, 620, 630, 640, 10046, 10047, 10048, 10049]
const VERSIONS = 50
const SOURCE = 'duration=60,height=2160,bitrate=20000'

export async function benchPlan({ rounds, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
  try {
    const transcode = Array.from({ length: VERSIONS }, (_, at) => ({ definition: DEFINITIONS, override: { video: { bitrate: 200 + 7 * at } } }))
    writeFileSync(join(folder, 'thousand.json'), JSON.stringify({ process: { transcode } }))
    const plan = (name) => () => measure(process.execPath, [vodflow, 'plan', name, '--assume', SOURCE], { cwd: folder })
    await plan('QCVB_SimpleProcessFile({20})')() // fills the capability cache
    const results = await interleave([
      { name: 'node -e 0', run: () => measure(process.execPath, ['-e', '0']) },
      { name: 'plan, 1 task', run: plan('QCVB_SimpleProcessFile({20})') },
      { name: `plan, ${DEFINITIONS.length * VERSIONS} tasks`, run: plan('thousand.json') },
      ...snakemake(folder, log),
    ], rounds * 3)
    // What else the machine does only ever adds to the clock, so the best run is the nearest to what planning takes.
    const { bestWallSeconds } = results.get('plan, 1000 tasks')
    const gates = [{ name: 'plan of 1,000 tasks ≤ 1 s on the clock, the best run', value: bestWallSeconds, ok: bestWallSeconds <= 1 }]
    return { text: table(results, 'node -e 0'), gates }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function snakemake(folder, log) {
  const outputs = DEFINITIONS.map((definition) => `expand("v.f${definition}.{n}.mp4", n=range(${VERSIONS}))`)
  const rules = DEFINITIONS.map((definition) =>
    `rule f${definition}:\n    input: "film.mp4"\n    output: "v.f${definition}.{n}.mp4"\n    shell: "ffmpeg -i {input} -b:v {wildcards.n}k {output}"\n`)
  writeFileSync(join(folder, 'Snakefile'), `rule all:\n    input: ${outputs.join(', ')}\n${rules.join('')}`)
  writeFileSync(join(folder, 'film.mp4'), '')
  const args = ['-n', '-p', '-r', '-s', 'Snakefile']
  try {
    execFileSync('snakemake', args, { cwd: folder, stdio: 'ignore' })
    return [{ name: 'snakemake -n, 1000 jobs', run: () => measure('snakemake', args, { cwd: folder }) }]
  } catch (error) {
    log(`SKIPPED snakemake -n: ${error.code ?? 'it fails here'}`)
    return []
  }
}
