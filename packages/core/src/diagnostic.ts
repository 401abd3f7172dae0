import { positionAt, type SourceSpan } from './source.ts'

export type Severity = 'error' | 'warning' | 'info'

/** Another text in place of a span; an empty span inserts. */
export interface Edit {
  readonly span: SourceSpan
  readonly text: string
}

/** A text edit that is certain to mend the problem. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
}

/** A problem as a value: a stable code, one sentence, and the place it is about. */
export interface Diagnostic {
  /** `<prefix>/<kebab-case>`; the prefix says what is at fault (call, json, lua, template, config, check, plan, graph, ffmpeg). */
  readonly code: string
  readonly severity: Severity
  /** One lower-case sentence without a full stop. */
  readonly message: string
  /** What `message` was made of, so that it can be said in another language. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Absent only if nothing the user wrote is at fault. */
  readonly span?: SourceSpan
  readonly related?: readonly { readonly message: string; readonly span: SourceSpan }[]
  readonly fixes?: readonly Fix[]
}

export interface Definition {
  readonly severity: Severity
  // `never` lets every entry take its own parameters; `create` gives them back their type.
  readonly message: (params: never) => string
}

export interface DiagnosticExtras {
  readonly related?: Diagnostic['related']
  readonly fixes?: Diagnostic['fixes']
}

export interface Catalogue<C extends Record<string, Definition>> {
  readonly prefix: string
  readonly catalogue: C
  create<K extends keyof C & string>(
    code: K,
    span: SourceSpan | undefined,
    params: Parameters<C[K]['message']>[0],
    extras?: DiagnosticExtras,
  ): Diagnostic
}

/** Every code of one prefix, each with its severity and its sentence. A wrong code or parameter does not compile. */
export function defineDiagnostics<const C extends Record<string, Definition>>(prefix: string, catalogue: C): Catalogue<C> {
  return {
    prefix,
    catalogue,
    create(code, span, params, extras) {
      const definition = catalogue[code]
      if (definition === undefined) throw new Error(`'${prefix}/${code}' is not in the catalogue`)
      // The signature above ties `params` to this very entry; the index access has lost that.
      const message = definition.message(params as never)
      return {
        code: `${prefix}/${code}`,
        severity: definition.severity,
        message,
        // A sentence without parameters is given nothing; spreading that gives none.
        params: { ...(params as object | undefined) },
        ...(span && { span }),
        ...(extras?.related && { related: extras.related }),
        ...(extras?.fixes && { fixes: extras.fixes }),
      }
    },
  }
}

/** What every stage returns: a value, perhaps with warnings, or at least one error. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics }
}

export function fail(...diagnostics: readonly Diagnostic[]): Result<never> {
  return { ok: false, diagnostics }
}

/** `value` unless one of the diagnostics is an error. */
export function settle<T>(value: T, diagnostics: readonly Diagnostic[]): Result<T> {
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : { ok: true, value, diagnostics }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}

/** The same result with earlier diagnostics in front of its own. */
export function withEarlier<T>(earlier: readonly Diagnostic[], result: Result<T>): Result<T> {
  return { ...result, diagnostics: [...earlier, ...result.diagnostics] }
}

/** `file:line:column`, or nothing when the diagnostic has no place. */
export function placeOf(span: SourceSpan | undefined): string | undefined {
  if (span === undefined) return undefined
  const { line, column } = positionAt(span.file, span.start)
  return `${span.file.path}:${line}:${column}`
}
