// Cold start: `vodflow compile` against a node that does nothing.
import { fileURLToPath } from 'node:url'
import { interleave, measure, table } from './measure.mjs'

const vodflow = fileURLToPath(new URL('../packages/cli/bin/vodflow.cjs', import.meta.url))

const node = (...args) => () => measure(process.execPath, args)

export async function benchStart({ rounds }) {
  await node(vodflow, '--version')() // builds the bundle where it is missing
  const results = await interleave([
    { name: 'node -e 0', run: node('-e', '0') },
    { name: 'vodflow --version', run: node(vodflow, '--version') },
    { name: "vodflow compile 'QCVB_SimpleProcessFile(0)'", run: node(vodflow, 'compile', 'QCVB_SimpleProcessFile(0)') },
  ], rounds * 5)
  const compile = results.get("vodflow compile 'QCVB_SimpleProcessFile(0)'")
  const bare = results.get('node -e 0')
  const byWall = compile.wallSeconds / bare.wallSeconds
  return {
    text: table(results, 'node -e 0'),
    gates: [
      // What a person waits; the CPU's ratio stands in the table.
      { name: 'compile / node -e 0 ≤ 3 (wall)', value: byWall, ok: byWall <= 3 },
    ],
  }
}
