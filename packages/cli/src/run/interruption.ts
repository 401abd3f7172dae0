import type { Io } from '../io.ts'

/** Ctrl-C, twice: the first asks the work to stop in good order, the second ends it at once. */
export interface Interruption {
  readonly signal: AbortSignal
  /** Resolves at the second one; never, if there is none. */
  readonly impatient: Promise<'impatient'>
  readonly forget: () => void
}

export function listenForInterrupts(io: Io): Interruption {
  const controller = new AbortController()
  const listeners: (() => void)[] = []
  const impatient = new Promise<'impatient'>((settle) => {
    const stopListening = io.onInterrupt(() => {
      if (controller.signal.aborted) settle('impatient')
      else controller.abort()
    })
    listeners.push(stopListening)
  })
  const forget = () => {
    for (const stop of listeners) stop()
  }
  return { signal: controller.signal, impatient, forget }
}
