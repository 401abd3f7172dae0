import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Stalled } from './trouble.ts'

/** The bytes of the file. Nobody is asked to pack it, and some do. */
export function unpacked(answer: IncomingMessage): Readable {
  const packing = packingOf(answer)
  const unpacker = packing === 'br' ? createBrotliDecompress() : packing === 'deflate' ? createInflate() : packing === undefined ? undefined : createGunzip()
  // What goes wrong on the way is told by the end that is read.
  return unpacker === undefined ? answer : pipeline(answer, unpacker, () => {})
}

/** A packed answer's length is not the file's, and no range of it is one of the file. */
export function packingOf(answer: IncomingMessage): string | undefined {
  const packing = answer.headers['content-encoding']?.trim().toLowerCase()
  return packing === undefined || packing === '' || packing === 'identity' ? undefined : packing
}

/** Ends a connection that brings less than 1 KiB a second; `stop` must be called. */
export function watchSpeed(answer: IncomingMessage, idleMs: number, received: () => number): { readonly stop: () => void } {
  let before = received()
  const timer = setInterval(() => {
    const now = received()
    if (now - before < (idleMs / 1000) * 1024) answer.destroy(new Stalled(now === before ? `nothing came for ${idleMs / 1000} s` : `less than 1 KiB a second came for ${idleMs / 1000} s`))
    before = now
  }, idleMs)
  return { stop: () => clearInterval(timer) }
}

/** First byte and total of a 206; undefined where it is not one range of one file. */
export function rangeOf(answer: IncomingMessage): { readonly first: number; readonly total: number | undefined } | undefined {
  const [, first, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/u.exec(answer.headers['content-range'] ?? '') ?? []
  return first === undefined ? undefined : { first: Number(first), total: total === undefined || total === '*' ? undefined : Number(total) }
}

export function lengthOf(answer: IncomingMessage): number | undefined {
  const length = answer.headers['content-length']
  return length !== undefined && /^\d{1,15}$/u.test(length) && packingOf(answer) === undefined ? Number(length) : undefined
}

export function contentTypeOf({ headers: { 'content-type': type } }: IncomingMessage): { readonly contentType?: string } {
  const contentType = /^[\w.+-]{1,60}\/[\w.+-]{1,60}/u.exec(type ?? '')?.[0].toLowerCase()
  return contentType === undefined ? {} : { contentType }
}
