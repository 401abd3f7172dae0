import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, timestamp } from '../clock.ts'
import type { Event, EventBody } from '../event.ts'

/** Where events go: to whoever listens, and to `events.jsonl`. */
export interface EventLog {
  readonly emit: (body: EventBody) => void
  /** From now on, and with all that was told so far, into this folder's file; `append`: after what an earlier sitting wrote. */
  readonly attach: (outputFolder: string, append: boolean) => void
  readonly close: () => void
}

export interface EventLogOptions {
  readonly run: string
  readonly clock: Clock
  readonly onEvent: (event: Event) => void
}

export function openEventLog(options: EventLogOptions): EventLog {
  let file: ReturnType<typeof openFile> | undefined
  let told: string[] = []
  return {
    emit(body) {
      const event: Event = { time: timestamp(options.clock), run: options.run, ...body }
      const line = `${JSON.stringify(event)}\n`
      if (file !== undefined) file.write(line)
      // Progress is not kept for a file that may never be: there is no end of it.
      else if (body.type !== 'source-progress') told.push(line)
      options.onEvent(event)
    },
    attach(outputFolder, append) {
      file = openFile(join(outputFolder, 'events.jsonl'), append)
      for (const line of told) file.write(line)
      told = []
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
