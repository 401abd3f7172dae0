import type { StepFailure } from '@vodflow/engine'
import type { ProgramEnd } from './run-program.ts'

/** What a command that did not end well means; undefined for one that ended with status 0. */
export function failureOf(end: ProgramEnd, program: string): StepFailure | undefined {
  switch (end.how) {
    case 'cancelled':
      return { reason: 'cancelled' }
    case 'timed-out':
      return { reason: 'timed-out', afterMs: end.afterMs }
    case 'over-limit':
      return { reason: 'over-limit', limit: end.limit, bytes: end.bytes, limitBytes: end.limitBytes }
    case 'not-started':
      return { reason: 'tool-incapable', detail: `'${program}' cannot be started (${end.error})` }
    case 'exited':
      return end.status === 0 ? undefined : failureOfExit(end.status, end.lastLines)
  }
}

function failureOfExit(status: number, lastLines: readonly string[]): StepFailure {
  const full = lastLines.find(isDiskFull)
  if (full !== undefined) return { reason: 'disk-full', detail: full }
  const lacks = lastLines.find((line) => incapable.test(line))
  if (lacks !== undefined) return { reason: 'tool-incapable', detail: lacks }
  return { reason: 'exit-non-zero', status, lastLines }
}

export function isDiskFull(line: string): boolean {
  return /No space left on device|Disk quota exceeded/.test(line)
}

const incapable =
  /Unknown (?:encoder|decoder)|No (?:decoder|encoder) (?:found|could be found|for)|[Dd]ecoder .*not found|Encoder .*not found|No such filter|Unrecognized option|Option .* not found|Unable to find a suitable output format|Requested output format .* is not|not compatible with flv/

/** Complaints about what is read, not about what is made. */
export function speaksOfDamage(line: string): boolean {
  return damage.test(line)
}

const damage =
  /Invalid data found|[Ee]rror while decoding|Error submitting (?:a )?packet|Invalid NAL|corrupt|truncat|partial file|concealing|decode_slice|missing picture|moov atom|Packet is too small|invalid as first byte|Error decoding|bytestream|out of range intra|Invalid level prefix|left block unavailable|negative number of zero coeffs|mb_type \d+ .* too large|Could not find ref|overread/
