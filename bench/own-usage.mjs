// Loaded into a measured node process: when it ends, it leaves what it used itself, without its children.
import { writeFileSync } from 'node:fs'

const path = process.env.VODFLOW_BENCH_USAGE
if (path !== undefined) {
  // Its children are measured as themselves.
  delete process.env.VODFLOW_BENCH_USAGE
  delete process.env.NODE_OPTIONS
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeFileSync(path, JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1024 }))
  })
}
