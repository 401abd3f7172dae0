import { Worker } from 'node:worker_threads'
import { limits, type WorkerRequest } from '../protocol.ts'

/** What became of a request. `answer` is as the worker sent it: not looked at yet. */
export type Answer =
  | { readonly kind: 'answered'; readonly answer: unknown }
  /** The worker was ended while the script was at `line`. */
  | { readonly kind: 'terminated'; readonly reason: 'out-of-time' | 'out-of-memory'; readonly line: number }
  | { readonly kind: 'crashed'; readonly text: string }

export type RequestBody = Pick<WorkerRequest, 'chunk' | 'text' | 'run'>

/** The worker looks at the clock itself; this much later it is stuck in a library function and gets terminated. */
const graceMilliseconds = 100
/** From the request to the worker's `started`; only a machine that has come to a halt takes that long. */
const startMilliseconds = 20_000

interface Pending {
  readonly id: number
  readonly line: Int32Array
  readonly settle: (answer: Answer) => void
  timer: NodeJS.Timeout
}

/** One warm worker that runs one script at a time; a worker that had to be terminated is replaced. */
export class WorkerHost {
  readonly #source: string
  #worker: Worker | undefined
  #pending: Pending | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #nextId = 1

  constructor(source: string) {
    this.#source = source
  }

  warm(): void {
    this.#worker ??= this.#start()
  }

  request(body: RequestBody): Promise<Answer> {
    const turn = this.#queue.then(() => this.#send(body))
    this.#queue = turn
    return turn
  }

  async close(): Promise<void> {
    await this.#queue
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#source, {
      eval: true,
      env: {},
      // Neither the flags of this process (a loader, a debugger) nor its way of counting files is of use to a script.
      execArgv: [],
      trackUnmanagedFds: false,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    })
    worker.on('message', (message: unknown) => this.#onMessage(worker, message))
    worker.on('error', (error) => this.#onError(worker, error))
    worker.on('exit', () => this.#onExit(worker))
    // An idle worker must not keep the process alive.
    worker.unref()
    return worker
  }

  #send(body: RequestBody): Promise<Answer> {
    this.warm()
    const worker = this.#worker
    const id = this.#nextId
    this.#nextId += 1
    const line = new Int32Array(new SharedArrayBuffer(4))
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(this.#pending?.timer)
        this.#pending = undefined
        worker?.unref()
        resolve(answer)
      }
      const timer = setTimeout(() => this.#terminate('out-of-time'), startMilliseconds)
      this.#pending = { id, line, settle, timer }
      worker?.ref()
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, that is for windows
      worker?.postMessage({ id, ...body, line: line.buffer })
    })
  }

  #onMessage(worker: Worker, message: unknown): void {
    const pending = this.#pending
    if (worker !== this.#worker || pending === undefined || !isRecord(message) || message['id'] !== pending.id) return
    if (message['type'] === 'ended') return pending.settle({ kind: 'answered', answer: message })
    if (message['type'] !== 'started') return
    clearTimeout(pending.timer)
    pending.timer = setTimeout(() => this.#terminate('out-of-time'), limits.milliseconds + graceMilliseconds)
  }

  #terminate(reason: 'out-of-time' | 'out-of-memory'): void {
    const worker = this.#worker
    const pending = this.#pending
    this.#worker = undefined
    void worker?.terminate()
    pending?.settle({ kind: 'terminated', reason, line: pending.line[0] || 1 })
    // The next script should not have to wait for a start.
    this.warm()
  }

  #onError(worker: Worker, error: Error & { readonly code?: string }): void {
    if (worker !== this.#worker) return
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return this.#terminate('out-of-memory')
    this.#worker = undefined
    this.#pending?.settle({ kind: 'crashed', text: error.message })
  }

  #onExit(worker: Worker): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#pending?.settle({ kind: 'crashed', text: 'it ended by itself' })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
