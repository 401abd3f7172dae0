import type { Artifact } from '@vodflow/engine'
import type { Sandbox } from '../execute/confine.ts'
import type { ProgramEnd } from '../execute/run-program.ts'
import type { Probed } from '../inspect/probe-lines.ts'
import type { HlsKey } from './decrypt.ts'

/** A file in the work folder that was looked into and found right. */
export interface Produced {
  /** Relative to the work folder, and later to the output folder. */
  readonly path: string
  readonly role: Artifact['role']
  readonly atMs?: number
  readonly media?: Artifact['media']
}

/** Mean structural similarity over all frames, and the frame (from 0) that is least like the source. */
export interface Quality {
  readonly ssim: number
  readonly wanted: number
  readonly worst: { readonly frame: number; readonly ssim: number }
}

export type Verdict =
  | { readonly ok: true; readonly produced: readonly Produced[] }
  /** `short`: it ends before its time, which may be the source's fault. */
  | { readonly ok: false; readonly expected: string; readonly found: string; readonly short: boolean }
  /** It is whole, and looks too little like the source. */
  | ({ readonly ok: 'poor' } & Quality)
  /** The check itself could not be done: cancelled, timed out, no ffprobe. */
  | { readonly ok: 'unknown'; readonly end: Exclude<ProgramEnd, { how: 'exited' }> }

export type Mismatch = Extract<Verdict, { ok: false }>

export function mismatch(expected: string, found: string, short = false): Mismatch {
  return { ok: false, expected, found, short }
}

/** What decodes of the begin and the end of a film. */
export interface DecodedEnds {
  readonly probed: Probed
  /** Streams, by index, whose first frame decodes. */
  readonly decoded: ReadonlySet<number>
  /** When the last frame that decodes is shown, by stream; absent where nobody asked. */
  readonly tail?: ReadonlyMap<number, number>
  readonly complaints: readonly string[]
}

export interface VerifyTools {
  /** Absent: each output is looked into by itself. */
  readonly ffmpeg?: string
  readonly ffprobe: string
  readonly sandbox?: Sandbox | undefined
  /** Decode the end of every output, not only of copied ones. */
  readonly deep?: boolean
  /** The step's own folder, absolute. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Of encrypted HLS, by its task. */
  readonly keys?: ReadonlyMap<string, HlsKey>
  /** Pictures that were seen to decode already. */
  readonly decoded?: ReadonlySet<string>
  /** Films whose ends were seen to decode already, by their path. */
  readonly ends?: ReadonlyMap<string, DecodedEnds> | undefined
}
