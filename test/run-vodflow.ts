import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** The program as it is started. */
export const bin = resolve(import.meta.dirname, '../packages/cli/bin/vodflow.cjs')

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** An optional package that this checkout may have changes no test. */
const nobody = { VODFLOW_REVIEW_NSFWJS: '' }

/** The built program as a user starts it. */
export async function runVodflow(args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly stdin?: string } = {}): Promise<Finished> {
  // What the ffmpeg of this machine lacks is nothing that a text under test is to be told of.
  const unasked = args[0] === 'validate' ? { VODFLOW_CACHE: resolve(import.meta.dirname, 'no-such-cache') } : {}
  const child = spawn(process.execPath, [bin, ...args], { cwd: options.cwd, env: { ...process.env, ...nobody, ...unasked, ...options.env }, stdio: 'pipe' })
  child.stdin.end(options.stdin ?? '')
  const [stdout, stderr, status] = await Promise.all([
    textOf(child.stdout), textOf(child.stderr), new Promise<number | null>((settle) => child.on('close', settle)),
  ])
  return { status, stdout, stderr }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
