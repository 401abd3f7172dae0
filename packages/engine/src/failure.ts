import { assertNever } from '@vodflow/core'
import type { StepFailure } from './plan.ts'

/** Who is to blame: events.md §2.1.5 has errCode 30009 for the source and 30010 for all the rest. */
export function faultOf(failure: StepFailure): 'source' | 'ours' {
  switch (failure.reason) {
    case 'source-damaged':
    case 'source-unreadable':
    case 'source-vanished':
    case 'source-lacks-stream':
    case 'source-unsuitable':
      return 'source'
    default:
      return 'ours'
  }
}

/** Only these may be the fault of one task among those that a step covers, so that its siblings deserve a try of their own. */
export function mayBeOneTasksFault(failure: StepFailure): boolean {
  switch (failure.reason) {
    case 'exit-non-zero':
    case 'output-mismatch':
    case 'tool-incapable':
    case 'crashed':
      return true
    default:
      return false
  }
}

/** One lower-case sentence without a full stop. */
export function sentenceOf(failure: StepFailure): string {
  switch (failure.reason) {
    case 'source-damaged':
      return `the source is damaged: ${failure.detail}`
    case 'source-unreadable':
      return `the source cannot be read: ${failure.detail}`
    case 'source-vanished':
      return `the source is not what it was: ${failure.detail}`
    case 'source-lacks-stream':
      return `the source has no ${failure.stream} stream`
    case 'source-unsuitable':
      return `the source does not suit this task: ${failure.detail}`
    case 'tool-incapable':
      return `the tool at hand cannot do this: ${failure.detail}`
    case 'exit-non-zero':
      return `the tool ended with status ${failure.status}${lastWords(failure.lastLines)}`
    case 'output-mismatch':
      return `the output is not what was planned: expected ${failure.expected}, found ${failure.found}`
    case 'below-quality':
      return `the output looks too little like the source: an SSIM of ${failure.ssim.toFixed(4)}, and ${failure.wanted} is asked for (the worst is ${failure.worst.ssim.toFixed(4)}, of frame ${failure.worst.frame})`
    case 'bad-answer':
      return `what '${failure.program}' answered is of no use: ${failure.detail}`
    case 'disk-full':
      return `no space is left: ${failure.detail}`
    case 'not-kept':
      return `the results could not be kept: ${failure.detail}`
    case 'remote-rejected':
      return `the remote service answered ${failure.httpStatus} '${failure.remoteCode}'`
    case 'timed-out':
      return `it took longer than ${failure.afterMs} ms`
    case 'over-limit':
      return `it ${failure.limit === 'memory' ? 'took' : 'wrote'} ${mebibytes(failure.bytes)} of ${failure.limit}, and at most ${mebibytes(failure.limitBytes)} are allowed`
    case 'needs-failed':
      return `step '${failure.step}', which this one needs, did not end well`
    case 'cancelled':
      return 'it was cancelled'
    case 'crashed':
      return `a bug in this program: ${failure.error}`
    default:
      return assertNever(failure)
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}

function lastWords(lines: readonly string[]): string {
  const last = lines.findLast((line) => line.trim() !== '')
  return last === undefined ? '' : `: ${last.trim()}`
}
