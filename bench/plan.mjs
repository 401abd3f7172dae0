// `vodflow plan` of a graph of a thousand tasks: twenty templates, each in fifty versions.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.mjs', import.meta.url))
const DEFINITIONS = [10, 20, 30, 40, 210, 220, 230, 240, 510, 520, 530, 540, 610, 620, 630, 640, 10046, 10047, 10048, 10049]
const VERSIONS = 50
const SOURCE = 'duration=60,height=2160,bitrate=20000'

export async function benchPlan({ rounds }) {
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
    ], rounds * 3)
    const { cpuSeconds } = results.get('plan, 1000 tasks')
    // The clock of a machine that does nothing else shows less: some of it is a second thread's.
    const gates = [{ name: 'plan of 1,000 tasks ≤ 1 CPU s', value: cpuSeconds, ok: cpuSeconds <= 1 }]
    return { text: table(results, 'node -e 0'), gates }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
