// First: fengari's modules need each other in a circle, and only from here does every constant exist when it is used.
import 'fengari/src/fengaricore.js'
import { parentPort } from 'node:worker_threads'
import type { WorkerMessage, WorkerRequest } from '../protocol.ts'
import { runScript } from './run.ts'

/** The worker: one script after the other, each in a fresh state. */
function answer(message: WorkerMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, that is for windows
  parentPort?.postMessage(message)
}

parentPort?.on('message', (request: WorkerRequest) => {
  answer({ type: 'started', id: request.id })
  answer({ type: 'ended', id: request.id, ...runScript(request) })
})

answer({ type: 'ready' })
