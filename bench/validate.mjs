// `vodflow validate`: cold on one file beside other linters, on 1,000 files in one process, and its growth from 100 to 10,000.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'
import { writeCorpus } from './procedure-corpus.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))

const wall = (results, name) => results.get(name).wallSeconds

export async function benchValidate({ rounds, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'vodflow-bench-'))
  try {
    return await compare(folder, rounds, log)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(folder, rounds, log) {
  for (const count of [100, 1_000, 10_000]) writeCorpus(join(folder, String(count)), count)
  const validate = (...paths) => () => measure(process.execPath, [vodflow, 'validate', ...paths], { cwd: folder })
  // The second start of a new program: the first one lets V8 keep what it compiled.
  for (const path of ['100/procedures/J1.json', '100/procedures/L1.lua']) for (let i = 0; i < 2; i += 1) await validate(path)()
  const bare = 'node -e 0'
  const cold = await interleave([
    { name: bare, run: () => measure(process.execPath, ['-e', '0']) },
    { name: 'vodflow validate J1.json', run: validate('100/procedures/J1.json') },
    { name: 'vodflow validate L1.lua', run: validate('100/procedures/L1.lua') },
    ...peers(folder, log),
  ], rounds * 5)
  const many = await interleave([100, 1_000, 10_000].map((count) => ({ name: `vodflow validate: ${count} files`, run: validate(String(count)) })), rounds)
  const perFile = (count) => many.get(`vodflow validate: ${count} files`).cpuSeconds / count
  // What a start costs is spread over all files; what is left is what one more file costs.
  const marginal = (from, to) => (perFile(to) * to - perFile(from) * from) / (to - from)
  const ratio = (name) => wall(cold, name) / wall(cold, bare)
  const growth = marginal(1_000, 10_000) / marginal(100, 1_000)
  const thousand = wall(many, 'vodflow validate: 1000 files')
  return {
    text: `${table(cold, bare)}\n\n${table(many, 'vodflow validate: 100 files')}`,
    gates: [
      { name: 'validate of one JSON file / node -e 0 ≤ 2.5 (wall)', value: ratio('vodflow validate J1.json'), ok: ratio('vodflow validate J1.json') <= 2.5 },
      { name: 'validate of one Lua file / node -e 0 ≤ 3.5 (wall)', value: ratio('vodflow validate L1.lua'), ok: ratio('vodflow validate L1.lua') <= 3.5 },
      { name: '1,000 files ≤ 3 s (wall)', value: thousand, ok: thousand <= 3 },
      { name: 'one more file, 1,000 to 10,000 / 100 to 1,000 ≤ 1.1 (CPU)', value: growth, ok: growth <= 1.1 },
    ],
  }
}

/** Checkers of other languages on a document of the same kind: the smallest whole one. Those that are not here are named. */
function peers(folder, log) {
  const found = []
  const add = (name, command, args) => {
    try {
      execFileSync(command, args, { cwd: folder, stdio: 'ignore' })
      found.push({ name, run: () => measure(command, args, { cwd: folder }) })
    } catch (error) {
      log(`SKIPPED ${name}: ${error.code ?? 'it fails here'}`)
    }
  }
  writeFileSync(join(folder, 'machine.json'), JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } }))
  writeFileSync(join(folder, 'echo.cwl'), 'cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: echo\ninputs: { text: { type: string, inputBinding: { position: 1 } } }\noutputs: []\n')
  writeFileSync(join(folder, 'Snakefile'), 'rule all:\n    input: "out.txt"\nrule one:\n    output: "out.txt"\n    shell: "echo 1 > {output}"\n')
  add('asl-validator', process.execPath, [aslValidator(folder, log), '--json-path', 'machine.json'])
  add('cwltool --validate', 'cwltool', ['--validate', 'echo.cwl'])
  add('snakemake -n', 'snakemake', ['-n', '-s', 'Snakefile'])
  return found
}

/** No dependency of ours, so it is installed for the occasion. */
function aslValidator(folder, log) {
  const home = join(folder, 'peers')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true }')
  try {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', 'asl-validator@4.0.0'], { cwd: home, stdio: 'ignore' })
  } catch {
    log('asl-validator cannot be installed from here')
  }
  return join(home, 'node_modules/asl-validator/dist/bin/asl-validator.js')
}
