import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { InspectedPart } from '../../src/inspection.ts'
import { inspectSource } from '../../src/inspect/index.ts'
import { toolsAtHand } from '../helpers/machine.ts'

const run = promisify(execFile)
const never = new AbortController().signal

/** A file as a part of a join, all of it or a clip. */
export async function filmPart(path: string, clip?: { readonly start: number; readonly end: number }): Promise<InspectedPart> {
  const { capabilities, ffprobe } = await toolsAtHand()
  const inspected = await inspectSource({ parts: [{ path, ...(clip && { clip }) }] }, capabilities, { program: ffprobe, sandbox: undefined }, never)
  const part = inspected.ok ? inspected.value.parts[0] : undefined
  if (part === undefined) throw new Error(inspected.diagnostics[0]?.message)
  return part
}

/** Runs ffmpeg and gives what it writes to its standard output. */
export async function ffmpegOutput(args: readonly string[]): Promise<string> {
  const { ffmpeg } = await toolsAtHand()
  const { stdout } = await run(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', ...args, '-'], { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

/** The MD5 of every decoded frame, in order. */
export async function frameHashes(args: readonly string[]): Promise<readonly string[]> {
  const text = await ffmpegOutput([...args, '-vsync', 'passthrough', '-f', 'framemd5'])
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(',').at(-1)?.trim() ?? '')
}

/** 32-bit samples of what is mapped. */
export async function samplesOf(args: readonly string[]): Promise<Float32Array> {
  const { ffmpeg } = await toolsAtHand()
  const { stdout } = await run(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', ...args, '-f', 'f32le', '-'], { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 })
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length - (stdout.length % 4)))
}

export function inMedia(folder: string, name: string): string {
  return join(folder, name)
}
