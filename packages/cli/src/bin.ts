import { exitStatus } from './exit-status.ts'
import { main } from './main.ts'
import { processIo } from './process-io.ts'

let brokenOutput: string | undefined

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no reason to stop a run.
    if (error.code !== 'EPIPE' && stream === process.stdout) brokenOutput = error.message
  })
}

const status = main(process.argv.slice(2), processIo())

// What is kept warm (a Lua worker) must not keep the process, and what was written must get out first,
// or be told as an error, which node does a moment after it calls back.
void status.then((code) => process.stdout.write('', () => process.stderr.write('', () => setImmediate(leave, code))))

function leave(code: number): void {
  if (brokenOutput === undefined) process.exit(code)
  process.stderr.write(`vodflow: standard output cannot be written: ${brokenOutput}\n`, () => process.exit(code || exitStatus.refused))
}
