import { createHash } from 'node:crypto'
import { type Diagnostic, fail, ok, type Result } from '@vodflow/core'
import { runDiagnostics } from '../diagnostics.ts'
import { type Happening, happeningTypes } from '../happening.ts'
import type { RunHeader } from '../run-request.ts'
import type { StoredRun, Version } from './run-store.ts'

const format: RunHeader['format'] = 'vodflow/run@1'

/** One commit is one line of JSON. `check` ties a line to its place and tells a torn or changed one. */
export function logLine(version: Version, happenings: readonly Happening[], header?: RunHeader): string {
  const body = { version, ...(header && { header }), happenings }
  return `${JSON.stringify({ format, check: checkOf(body), ...body })}\n`
}

export interface ReadLog {
  /** Undefined for a log without one whole line. */
  readonly stored: StoredRun | undefined
  /** Bytes of the lines that count; what follows is torn. */
  readonly bytes: number
}

/** A last line that is not whole is dropped: its commit was never acknowledged. Anything else that is wrong is a diagnostic. */
export function readLog(path: string, text: string): Result<ReadLog> {
  const lines = text.split('\n')
  const afterLastFeed = lines.pop() ?? ''
  let header: RunHeader | undefined
  const happenings: Happening[] = []
  let bytes = 0
  for (const [index, line] of lines.entries()) {
    const parsed = readLine(path, index + 1, line)
    const isLast = index === lines.length - 1 && afterLastFeed === ''
    if (isDiagnostic(parsed)) {
      if (isLast && index > 0 && parse(line) === undefined) break
      return fail(parsed)
    }
    header ??= parsed.header
    happenings.push(...parsed.happenings)
    bytes += Buffer.byteLength(line) + 1
  }
  if (header === undefined) return ok({ stored: undefined, bytes: 0 })
  const version = text.slice(0, bytes).split('\n').length - 1
  return ok({ stored: { header, version, happenings }, bytes })
}

interface Line {
  readonly header?: RunHeader
  readonly happenings: readonly Happening[]
}

function readLine(path: string, number: number, text: string): Line | Diagnostic {
  const damaged = runDiagnostics.create('log-damaged', undefined, { path, line: number })
  const value = parse(text)
  if (typeof value !== 'object' || value === null || !('format' in value)) return damaged
  if (value.format !== format) {
    return runDiagnostics.create('log-unknown', undefined, { path, line: number, found: String(value.format), known: format })
  }
  const { format: _format, check, ...body } = value as Record<string, unknown>
  if (check !== checkOf(body) || body['version'] !== number || (number === 1) !== ('header' in body)) return damaged
  // The check proves that this program wrote the line, so it has the shape that `logLine` gave it.
  const line = body as unknown as Line
  const strange = line.happenings.find(({ type }) => !happeningTypes.includes(type))
  return strange === undefined
    ? line
    : runDiagnostics.create('log-unknown', undefined, { path, line: number, found: `${format}, ${strange.type}`, known: format })
}

function checkOf(body: object): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDiagnostic(value: Line | Diagnostic): value is Diagnostic {
  return 'code' in value
}
