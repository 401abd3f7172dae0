import { diagnoseFfmpeg, findReviewer, type ReviewerAtHand } from '@vodflow/backend-ffmpeg'
import { exitStatus } from '../exit-status.ts'
import type { Invocation } from '../invocation.ts'
import { hasColours } from '../io.ts'
import { doctorText } from '../reporters/doctor-text.ts'
import { openSession } from '../session.ts'
import { version } from '../version.ts'

/** Works with no ffmpeg at all: that is a finding. Status 1 where a run could not work. */
export async function doctor(invocation: Invocation): Promise<number> {
  const { io, json } = invocation
  const [report, review] = await Promise.all([diagnoseFfmpeg({ env: io.env }), reviewerHere(invocation)])
  const about = { vodflow: version, node: process.versions.node, platform: `${process.platform} ${process.arch}` }
  io.stdout.write(json ? `${JSON.stringify({ ...about, ...report, review }, undefined, 2)}\n` : doctorText(about, { ...report, review }, hasColours(io.stdout, io.env)))
  return report.ok ? exitStatus.done : exitStatus.failed
}

/** Who would look at pictures in the project that the user is in; most procedures need nobody. */
async function reviewerHere(invocation: Invocation): Promise<ReviewerAtHand> {
  const opened = await openSession(invocation)
  if (!opened.ok) return { is: 'missing', why: "the project here cannot be opened; 'vodflow validate' says why" }
  try {
    return await findReviewer({ folder: opened.value.folder, config: opened.value.config.review }, invocation.io.env)
  } finally {
    await opened.value.close()
  }
}
