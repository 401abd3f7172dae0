import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, timestamp } from '../clock.ts'
import type { Event, EventBody } from '../event.ts'

/** Where events go: to whoever listens, and to `events.jsonl`. */
export interface EventLog {
  readonly emit: (body: EventBody) => void
  readonly close: () => void
}

export interface EventLogOptions {
  readonly run: string
  readonly clock: Clock
  readonly onEvent: (event: Event) => void
  /** Absent: nothing is written. */
  readonly outputFolder?: string
  /** Go on with the file of an earlier sitting. */
  readonly append: boolean
}

export function openEventLog(options: EventLogOptions): EventLog {
  const file = options.outputFolder === undefined ? undefined : openFile(join(options.outputFolder, 'events.jsonl'), options.append)
  return {
    emit(body) {
      const event: Event = { time: timestamp(options.clock), run: options.run, ...body }
      file?.write(`${JSON.stringify(event)}\n`)
      options.onEvent(event)
    },
    close: () => file?.close(),
  }
}

/** Written at once, so that a kill loses nothing that was shown. The file is a record, not the run: failing to write it is borne. */
function openFile(path: string, append: boolean): { write(line: string): void; close(): void } {
  let descriptor = openSync(path, append ? 'a+' : 'w+')
  if (append) cutTornLine(descriptor)
  const close = (): void => {
    if (descriptor >= 0) closeSync(descriptor)
    descriptor = -1
  }
  return {
    write(line) {
      if (descriptor < 0) return
      const before = fstatSync(descriptor).size
      try {
        const bytes = Buffer.from(line)
        // A disk that is nearly full takes a part of it and gives no error.
        if (writeSync(descriptor, bytes) < bytes.length) throw new Error('written in part')
      } catch {
        ftruncateSync(descriptor, before)
        close()
      }
    },
    close,
  }
}

function cutTornLine(descriptor: number): void {
  const size = fstatSync(descriptor).size
  const chunk = Buffer.alloc(Math.min(size, 64 * 1024))
  readSync(descriptor, chunk, 0, chunk.length, size - chunk.length)
  ftruncateSync(descriptor, size - chunk.length + chunk.lastIndexOf(10) + 1)
}
