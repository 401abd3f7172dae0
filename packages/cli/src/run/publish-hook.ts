import { findProgram } from '@vodflow/backend-ffmpeg'
import type { Publish, PublishOutcome, StepFailure } from '@vodflow/engine'
import { procedureInfo } from '@vodflow/vod-api'
import type { Io } from '../io.ts'
import { finishedRun } from '../result/finished-run.ts'
import type { Session } from '../session.ts'

/** Long enough to send films of an hour over a good line, short enough that what hangs ends. */
const defaultTimeoutSeconds = 600

/** Why what this project makes could not be published, before any work, as one sentence. */
export async function problemOfPublish({ config, folder }: Pick<Session, 'config' | 'folder'>, { env }: Io): Promise<string | undefined> {
  if (config.publish === undefined) return undefined
  const found = await findProgram(config.publish.command, folder, env)
  return typeof found === 'string' ? `'publish.command' in vodflow.config.json names '${config.publish.command[0]}', which is no program ${found}` : undefined
}

/** The program that the run's own config names, in the project's folder, with the result on its standard input. */
export function publishHook(folder: string, outputFolder: string, { env }: Io): Publish {
  return async (report, context) => {
    const { publish } = report.request.config
    if (publish === undefined) return failed({ reason: 'tool-incapable', detail: 'nobody is named who publishes' })
    const command = await findProgram(publish.command, folder, env)
    if (typeof command === 'string') return failed({ reason: 'tool-incapable', detail: `'${publish.command[0]}' is no program ${command}` })
    const { runHook } = await import('@vodflow/backend-ffmpeg')
    const request = { format: 'vodflow/publish-request@1', run: report.run, folder: outputFolder, result: procedureInfo(finishedRun(report)) }
    const end = await runHook({ command, folder, timeoutSeconds: publish.timeoutSeconds ?? defaultTimeoutSeconds }, request, context)
    return end.ok ? readAnswer(end.text, command[0]) : end
  }
}

/** Nothing, or one JSON object that the run keeps. */
function readAnswer(text: string, program: string): PublishOutcome {
  if (text.trim() === '') return { ok: true }
  const answer = parsed(text)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return failed({ reason: 'bad-answer', program, detail: `it printed no JSON object, but '${text.trim().slice(0, 80)}'` })
  if (text.length > 64 * 1024) return failed({ reason: 'bad-answer', program, detail: 'its answer is larger than 64 KiB' })
  return { ok: true, answer: { ...answer } }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failed(failure: StepFailure): PublishOutcome {
  return { ok: false, failure }
}
