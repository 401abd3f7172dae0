import { describe, expect, test } from 'vitest'
import { clockText, recordedPaths, resolveRecording, wallClock, type RecordedSegment, type RecordedStream, type RecordingIndex } from '../../src/index.ts'

const ten = 1_777_629_600

function segment(path: string, start: number, duration: number): RecordedSegment {
  return { path, start: ten + start, duration }
}

function index(segments: readonly RecordedSegment[], more: Partial<RecordedStream> = {}): RecordingIndex {
  return { format: 'vodflow/recordings@1', streams: { cam: { segments, ...more } } }
}

function resolved(recording: RecordingIndex, from: number, to: number, gaps: 'skip' | 'black' | 'refuse' = 'skip') {
  const result = resolveRecording(recording, [{ streamId: 'cam', from: ten + from, to: ten + to }], gaps)
  return { parts: result.ok ? result.value : undefined, codes: result.diagnostics.map(({ code }) => code), messages: result.diagnostics.map(({ message }) => message) }
}

function withoutFiles(gaps: 'skip' | 'black' | 'refuse', missing: readonly string[], recording = three) {
  const result = resolveRecording(recording, [{ streamId: 'cam', from: ten + 5, to: ten + 25 }], gaps, new Set(missing))
  return { parts: result.ok ? result.value : undefined, codes: result.diagnostics.map(({ code }) => code), messages: result.diagnostics.map(({ message }) => message) }
}

const three = index([segment('b', 10, 10), segment('a', 0, 10), segment('c', 20, 10)])

describe('an interval of a recording', () => {
  test('is its segments in the order of the clock, cut at both ends', () => {
    expect(resolved(three, 3, 25)).toEqual({ parts: [{ path: 'a', clip: { start: 3 } }, { path: 'b' }, { path: 'c', clip: { end: 5 } }], codes: [], messages: [] })
    expect(resolved(three, 12, 15).parts).toEqual([{ path: 'b', clip: { start: 2, end: 5 } }])
  })

  test('takes what was recorded twice once, from the segment that began first', () => {
    const twice = index([segment('a', 0, 10), segment('again', 2, 4), segment('b', 8, 10)])
    expect(resolved(twice, 0, 18)).toEqual({ parts: [{ path: 'a' }, { path: 'b', clip: { start: 2 } }], codes: [], messages: [] })
  })

  test('does not cut for the jitter of a clock', () => {
    const jitter = index([segment('a', 0, 10.04), segment('b', 10, 10), segment('c', 20.09, 10)])
    expect(resolved(jitter, 0.05, 30.05)).toEqual({ parts: [{ path: 'a' }, { path: 'b' }, { path: 'c' }], codes: [], messages: [] })
  })

  const holes = index([segment('a', 5, 5), segment('b', 15, 5)])
  test('tells every gap, and bridges it as it is asked to', () => {
    const skipped = resolved(holes, 0, 30)
    expect(skipped.parts).toEqual([{ path: 'a' }, { path: 'b' }])
    expect(skipped.codes).toEqual(['check/recording-gap', 'check/recording-gap', 'check/recording-gap'])
    expect(skipped.messages[1]).toContain('from 2026-05-01T10:00:10Z to 2026-05-01T10:00:15Z (5 s)')
    expect(resolved(holes, 0, 30, 'black').parts).toEqual([{ gapSeconds: 5 }, { path: 'a' }, { gapSeconds: 5 }, { path: 'b' }, { gapSeconds: 10 }])
    const refused = resolved(holes, 0, 30, 'refuse')
    expect(refused.parts).toBeUndefined()
    expect(refused.codes).toEqual(['check/recording-gap-refused', 'check/recording-gap-refused', 'check/recording-gap-refused'])
    expect(resolved(holes, 6, 9, 'refuse')).toEqual({ parts: [{ path: 'a', clip: { start: 1, end: 4 } }], codes: [], messages: [] })
  })

  test('counts what only a missing file held as not recorded', () => {
    const skipped = withoutFiles('skip', ['b'])
    expect(skipped).toMatchObject({ parts: [{ path: 'a', clip: { start: 5 } }, { path: 'c', clip: { end: 5 } }], codes: ['check/recording-file-missing', 'check/recording-gap'] })
    expect(skipped.messages[0]).toBe("a file of stream 'cam' is not there: 'b'; what only it held counts as not recorded")
    expect(withoutFiles('black', ['b']).parts).toEqual([{ path: 'a', clip: { start: 5 } }, { gapSeconds: 10 }, { path: 'c', clip: { end: 5 } }])
    expect(withoutFiles('refuse', ['b'])).toMatchObject({ parts: undefined, codes: ['check/recording-file-missing', 'check/recording-gap-refused'] })
    expect(withoutFiles('skip', ['a', 'b', 'c']).codes.at(-1)).toBe('check/recording-outside')
    expect(withoutFiles('skip', ['a', 'b', 'c']).messages.at(-1)).toContain('is left of what was recorded from')
    // Recorded twice: the other one is taken, and there is no gap.
    const twice = index([segment('a', 0, 20), segment('again', 5, 20)])
    expect(withoutFiles('refuse', ['a'], twice)).toMatchObject({ parts: [{ path: 'again' }], codes: ['check/recording-file-missing'] })
  })

  test('names the files that it may be taken from', () => {
    expect(recordedPaths(three, [{ streamId: 'cam', from: ten + 3, to: ten + 15 }, { streamId: 'cam', from: ten, to: ten + 1 }, { streamId: 'none', from: ten, to: ten + 1 }])).toEqual(['a', 'b'])
  })

  test('is read by the clock that the recorder should have had', () => {
    expect(resolved(index([segment('a', 0, 10)], { clockOffset: 100 }), 102, 104).parts).toEqual([{ path: 'a', clip: { start: 2, end: 4 } }])
  })

  test('outside the recording says where that is', () => {
    const { codes, messages } = resolved(three, 100, 110)
    expect(codes).toEqual(['check/recording-outside'])
    expect(messages[0]).toContain('goes from 2026-05-01T10:00:00Z to 2026-05-01T10:00:30Z')
  })

  test('that cannot be is refused', () => {
    expect(resolved(three, 5, 5).codes).toEqual(['check/bad-interval'])
    expect(resolved(three, 0, 8 * 86_400).codes).toEqual(['check/bad-interval'])
    expect(resolveRecording(three, [{ streamId: 'constructor', from: ten, to: ten + 1 }], 'skip').diagnostics[0]?.code).toBe('check/unknown-stream')
    expect(resolved(index([{ path: 'a', start: '10 o’clock', duration: 1 }]), 0, 1).codes).toEqual(['check/bad-recording-time'])
    const many = index(Array.from({ length: 1001 }, (_, at) => segment(`s${at}`, at, 1)))
    expect(resolved(many, 0, 1001).codes).toEqual(['check/too-many-parts'])
    expect(resolved(many, 0, 1000).parts?.length).toBe(1000)
  })

  test('of several streams follows their order', () => {
    const two: RecordingIndex = { format: 'vodflow/recordings@1', streams: { one: { segments: [segment('a', 0, 10)] }, two: { segments: [segment('b', 0, 10)] } } }
    const result = resolveRecording(two, [{ streamId: 'two', from: ten, to: ten + 10 }, { streamId: 'one', from: ten + 1, to: ten + 10 }], 'skip')
    expect(result.ok && result.value).toEqual([{ path: 'b' }, { path: 'a', clip: { start: 1 } }])
  })
})

describe('a time of the wall clock', () => {
  test.each([
    ['2026-05-01T10:00:00Z', ten], ['2026-05-01T12:00:00+02:00', ten], ['2026-05-01t10:00:00.250z', ten + 0.25], ['2026-05-01 10:00:00Z', ten], [String(ten), ten], [ten, ten],
  ])('%s is understood', (text, seconds) => {
    expect(wallClock(text)).toBe(seconds)
  })
  test.each(['', 'yesterday', '2026-05-01T10:00:00', '2026-05-01', '2026-13-01T10:00:00Z', '1969-12-31T23:59:59Z', '1e9', '-5', '99999999999999', -1, Number.NaN])('%s is refused', (text) => {
    expect(wallClock(text)).toBeUndefined()
  })
  test('reads back', () => {
    expect(clockText(ten + 0.25)).toBe('2026-05-01T10:00:00.250Z')
  })
})
