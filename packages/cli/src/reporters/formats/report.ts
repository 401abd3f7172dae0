import { positionAt, type Diagnostic, type Explanation, type SourceSpan } from '@vodflow/core'
import type { Language } from '../language.ts'

/** What `validate` found, for a format to print. */
export interface Report {
  /** Every file that was looked at, as messages name it. */
  readonly files: readonly string[]
  /** In the order of the files and the places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A whole report as text; pure, and ends with a line feed unless it is empty. */
export type Format = (report: Report, options: FormatOptions) => string

export interface FormatOptions {
  readonly colours: boolean
  /** English if absent; the diagnostics are in it already. */
  readonly language?: Language
  /** Of vodflow. */
  readonly version: string
  /** Why warnings alone are a problem, in a sentence; absent where they are none. */
  readonly tooManyWarnings?: string
  /** For a format that says what its rules are. */
  readonly explanations?: readonly Explanation[]
}

export interface Counts {
  readonly errors: number
  readonly warnings: number
}

export function countsOf(diagnostics: readonly Diagnostic[]): Counts {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length
  return { errors: count('error'), warnings: count('warning') }
}

/** Lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}

export function regionOf({ file, start, end }: SourceSpan): Region {
  const from = positionAt(file, start)
  const to = positionAt(file, end)
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
}

/** The path of a file as messages name it, as a URI: relative, or absolute where the path is. */
export function uriOf(path: string): string {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeSegment).join('/')
  if (encoded.startsWith('/')) return `file://${encoded}`
  return /^[a-z]%3A\//iu.test(encoded) ? `file:///${encoded}` : encoded
}

function encodeSegment(segment: string): string {
  // Half a surrogate pair has no encoding, and would throw.
  return encodeURIComponent(segment.replaceAll(/\p{Cs}/gu, '\ufffd'))
}
