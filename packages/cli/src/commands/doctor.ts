import { diagnoseFfmpeg } from '@vodflow/backend-ffmpeg'
import { exitStatus } from '../exit-status.ts'
import type { Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { doctorText } from '../reporters/doctor-text.ts'
import { version } from '../version.ts'

/** Works with no ffmpeg at all: that is a finding. Status 1 where a run could not work. */
export async function doctor({ io, json }: Invocation): Promise<number> {
  const report = await diagnoseFfmpeg({ env: io.env })
  const about = { vodflow: version, node: process.versions.node, platform: `${process.platform} ${process.arch}` }
  io.stdout.write(json ? `${JSON.stringify({ ...about, ...report }, undefined, 2)}\n` : doctorText(about, report, hasColours(io.stdout, io.env)))
  return report.ok ? exitStatus.done : exitStatus.failed
}
