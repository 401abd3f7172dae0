// `npm test`: everything that must hold, in order, stopping at the first part that does not.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('../', import.meta.url))
const options = new Set(process.argv.slice(2).filter((argument) => argument === '--update-golden' || argument === '--torture'))
const rest = process.argv.slice(2).filter((argument) => !options.has(argument))
const torture = options.has('--torture')

const environment = {
  ...process.env,
  ...(options.has('--update-golden') && { VODFLOW_UPDATE_GOLDEN: '1' }),
  ...(torture && { VODFLOW_TORTURE: '1' }),
}

const local = (name) => join(root, 'node_modules/.bin', name)

const parts = [
  ['build', process.execPath, [join(root, 'tools/build.mjs')]],
  ['types', local('tsc'), ['-b']],
  ['lint', local('oxlint'), ['--deny-warnings']],
  ['tests', local('vitest'), ['run', ...(torture ? ['--testTimeout=1800000', '--hookTimeout=1800000'] : []), ...rest]],
]

for (const [name, command, argv] of parts) {
  const { status, signal, error } = spawnSync(command, argv, { cwd: root, stdio: 'inherit', env: environment })
  if (status === 0) continue
  process.stderr.write(`\nnpm test: '${name}' failed (${error ? error.message : (signal ?? `exit ${status}`)}): ${[command, ...argv].join(' ').replaceAll(root, '')}\n`)
  process.exit(status ?? 1)
}
