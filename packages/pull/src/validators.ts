import type { IncomingHttpHeaders } from 'node:http'

/** What tells one version of a remote file from another. */
export interface Validators {
  /** As sent, with its quotes. */
  readonly etag?: string
  readonly lastModified?: string
}

const maxHeader = 1024

export function validatorsOf(headers: IncomingHttpHeaders): Validators {
  const { etag, 'last-modified': lastModified } = headers
  return {
    ...(etag !== undefined && etag.length <= maxHeader && { etag }),
    ...(lastModified !== undefined && lastModified.length <= maxHeader && { lastModified }),
  }
}

/** The one that proves byte for byte the same: a weak ETag does not. */
export function strongest({ etag, lastModified }: Validators): string | undefined {
  return etag !== undefined && !etag.startsWith('W/') ? etag : lastModified
}

export function hasStrongTag({ etag }: Validators): boolean {
  return etag !== undefined && !etag.startsWith('W/')
}

/** Whether an answer is of the version that is known; undecided counts as no. */
export function sameVersion(known: Validators, answer: Validators): boolean {
  if (known.etag !== undefined || answer.etag !== undefined) return known.etag === answer.etag
  return known.lastModified !== undefined && known.lastModified === answer.lastModified
}

/** A 206 need not repeat what it rests on; where it does, it must be the same. */
export function agrees(known: Validators, found: Validators): boolean {
  return (found.etag === undefined || found.etag === known.etag) && (found.lastModified === undefined || found.lastModified === known.lastModified)
}
