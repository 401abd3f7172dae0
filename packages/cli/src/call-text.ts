import type { Io } from './io.ts'

/** A megabyte of call is refused by the call's own rules; this bound only keeps a runaway pipe out of memory. */
const maxCallBytes = 4 * 1024 * 1024

export type CallText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

/** The procedure as given, or read from standard input for `-`. */
export async function callText(argument: string, io: Io): Promise<CallText> {
  if (argument !== '-') return { ok: true, text: argument }
  try {
    const text = (await io.readStdin(maxCallBytes)).trim()
    return text === '' ? { ok: false, problem: "standard input is empty; '-' reads a call from it" } : { ok: true, text }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'standard input cannot be read' }
  }
}
