import type { Stage } from './host-api.ts'

/** What goes between the host and its worker: plain data, no spans. Lua's tables keep their keys. */
export type WireValue =
  | { readonly kind: 'nil' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'table'; readonly entries: readonly WireEntry[] }
  | { readonly kind: 'object'; readonly object: WireObject }
  /** A function, a thread, a table too deep or too large: `type` says it in words. */
  | { readonly kind: 'other'; readonly type: string }

export interface WireEntry {
  readonly key: number | string | boolean
  readonly value: WireValue
}

/** An object of the host API, with the line of the `new` that made it. */
export interface WireObject {
  readonly class: string
  readonly line: number
  readonly fields: readonly WireField[]
}

export interface WireField {
  readonly name: string
  readonly value: WireValue
  /** The line of the assignment. */
  readonly line: number
  /** Numbers added one by one, each with the line that did it. */
  readonly elementLines: readonly (readonly [value: number, line: number])[]
}

export interface WireAction extends WireObject {
  /** Absent: the action was made but never put into a set. */
  readonly stage?: Stage
}

/** Facts as presets.md §4.3 shapes them; `null` while they are unknown. */
export type MediaInfo = { readonly [key: string]: MediaInfoValue }
export type MediaInfoValue = number | string | MediaInfo | readonly MediaInfo[]

export interface WorkerRequest {
  readonly id: number
  /** How messages of Lua itself name the script. */
  readonly chunk: string
  readonly text: string
  /** `undefined` only checks the syntax. */
  readonly run: { readonly arguments: readonly WireValue[]; readonly mediaInfo: MediaInfo | null } | undefined
  /** One Int32: the worker keeps the line it is at in it, for the case that it is terminated. */
  readonly line: SharedArrayBuffer
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  /** The script's clock starts now. */
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'ended'; readonly id: number; readonly notes: readonly Note[]; readonly end: End }

export const noteCodes = [
  'warning', 'print', 'read-only', 'unknown-field', 'not-an-action', 'not-a-set', 'wrong-return', 'too-many-notes',
] as const

/** Something to tell that did not stop the script. */
export interface Note {
  readonly code: (typeof noteCodes)[number]
  readonly line: number
  /** The text, or what it is about. */
  readonly subject: string
  readonly found: string
  /** Which argument of the call it is about, from 1. */
  readonly argument?: number
}

export const failureCodes = [
  'syntax', 'runtime', 'refused', 'needs-facts', 'out-of-instructions', 'out-of-time', 'out-of-memory', 'no-entry', 'not-an-instance',
] as const
export type FailureCode = (typeof failureCodes)[number]

export type End = { readonly kind: 'checked' } | Done | Failed

export interface Done {
  readonly kind: 'done'
  readonly priority?: Setting
  readonly notifyMode?: Setting
  readonly actions: readonly WireAction[]
  /** Functions of the procedure's class whose name starts with `handle`. */
  readonly handlers: readonly { readonly name: string; readonly line: number }[]
  /** `CreateProcedure`: how many arguments it can see; `isOpen`: `...` sees all the rest. */
  readonly entry: { readonly parameters: number; readonly isOpen: boolean }
  /** Something was decided by the source's facts, or could have been. */
  readonly readsSource: boolean
}

/** A value that a script sets, and the line that does. */
export interface Setting {
  readonly value: WireValue
  readonly line: number
}

export interface Failed {
  readonly kind: 'failed'
  readonly code: FailureCode
  readonly text: string
  readonly line: number
  /** The callers, the nearest first. */
  readonly trace: readonly { readonly line: number; readonly name: string }[]
  readonly argument?: number
  /** What the script had put into sets of actions by then. */
  readonly actions?: readonly WireAction[]
}

/** The bounds of a script; docs/language-lua.md gives them to users. */
export const limits = {
  instructions: 1_000_000,
  milliseconds: 1_000,
  heapMegabytes: 64,
  byteArrayMegabytes: 64,
  /** One string. */
  stringMegabytes: 1,
  sourceBytes: 1_000_000,
  actions: 200,
  notes: 100,
  textLength: 1_000,
} as const
