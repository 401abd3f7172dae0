import type { Io } from 'vodflow'

/** An `Io` that keeps what is written. */
export interface CapturedIo {
  readonly io: Io
  readonly out: () => string
  readonly err: () => string
  /** As Ctrl-C would. */
  readonly interrupt: () => void
}

export function capturedIo(over: Partial<Pick<Io, 'env' | 'cwd'>> & { readonly stdin?: string; readonly isTTY?: boolean; readonly columns?: number } = {}): CapturedIo {
  const out: string[] = []
  const err: string[] = []
  const listeners = new Set<() => void>()
  const output = (into: string[]) => ({
    write: (text: string) => void into.push(text),
    isTTY: over.isTTY ?? false,
    columns: over.columns ?? 80,
    rows: 24,
  })
  return {
    io: {
      stdout: output(out),
      stderr: output(err),
      readStdin: async (maxBytes) => {
        const text = over.stdin ?? ''
        if (text.length > maxBytes) throw new RangeError(`standard input is longer than ${maxBytes} bytes`)
        return text
      },
      env: over.env ?? {},
      cwd: over.cwd ?? process.cwd(),
      onInterrupt: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    out: () => out.join(''),
    err: () => err.join(''),
    interrupt: () => {
      for (const listener of listeners) listener()
    },
  }
}
