import { expect, test } from 'vitest'
import { brief, factsOf, plain, procedureOf, run } from '../support.ts'

const media = (task: object) => ({ Name: 'P', MediaProcessTask: task })

test('a whole document of that shape', async () => {
  const document = {
    Name: 'MyProcedure', Type: 'Custom', Comment: '', CreateTime: '2019-01-01T00:00:00Z', UpdateTime: '2019-01-01T00:00:00Z',
    MediaProcessTask: {
      TranscodeTaskSet: [{ Definition: 210, WatermarkSet: [{ Definition: 150, TextContent: '' }, { Definition: 151 }] }, { Definition: 220, WatermarkSet: null }],
      AnimatedGraphicTaskSet: [{ Definition: 20000, StartTimeOffset: 1.5, EndTimeOffset: 4 }],
      SnapshotByTimeOffsetTaskSet: [{ Definition: 10, TimeOffsetSet: [0, 5000], WatermarkSet: [] }],
      SampleSnapshotTaskSet: [{ Definition: 10 }],
      ImageSpriteTaskSet: [{ Definition: 10 }],
      CoverBySnapshotTaskSet: [{ Definition: 10, PositionType: 'Percent', PositionValue: 10 }],
      AdaptiveDynamicStreamingTaskSet: null,
    },
    AiContentReviewTask: { Definition: 10 }, AiAnalysisTask: null, AiRecognitionTask: null,
  }
  const flags = { disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false }
  const { ok, diagnostics } = await run(document)
  expect([ok, diagnostics]).toEqual([true, []])
  expect(plain(await procedureOf(document))).toEqual({
    name: 'MyProcedure',
    priority: 0,
    actions: [
      { kind: 'review', definition: 10 },
      { kind: 'transcode', definitions: [210], watermarks: [150, 151], ...flags },
      { kind: 'transcode', definitions: [220], watermarks: [], ...flags },
      { kind: 'animatedGraphics', definition: 20000, startTime: 1.5, endTime: 4 },
      { kind: 'snapshotByTimeOffset', definition: 10, timeOffset: [0, 5000], unitIsSaid: true },
      { kind: 'coverBySnapshot', definition: 10, positionType: 'Percent', position: 10 },
      { kind: 'sampleSnapshot', definition: 10 },
      { kind: 'imageSprite', definition: 10 },
    ],
  })
})

test('null in place of every task', async () => {
  const document = { Name: 'P', MediaProcessTask: null, AiContentReviewTask: null, ReviewAudioVideoTask: null, AiRecognitionTaskSet: null }
  expect((await procedureOf(document)).actions).toEqual([])
  expect((await procedureOf(media({ TranscodeTaskSet: null, ImageSpriteTaskSet: [] }))).actions).toEqual([])
})

test.each<[object, string]>([
  [media({ AdaptiveDynamicStreamingTaskSet: [{ Definition: 10 }] }), 'AdaptiveDynamicStreamingTaskSet'],
  [{ ...media({}), AiAnalysisTask: { Definition: 10 } }, 'AiAnalysisTask'],
  [{ ...media({}), AiRecognitionTaskSet: [{ Definition: 10 }] }, 'AiRecognitionTaskSet'],
  [{ ...media({}), ReviewAudioVideoTask: { Definition: 10, ReviewContents: ['Media', 'Cover'] } }, 'Cover'],
  [media({ TranscodeTaskSet: [{ Definition: 10, SubtitleInfoSet: [{}] }] }), 'SubtitleInfoSet'],
  [media({ TranscodeTaskSet: [{ Definition: 10, MosaicSet: [{}] }] }), 'MosaicSet'],
  [media({ TranscodeTaskSet: [{ Definition: 10, StartTimeOffset: 5 }] }), 'StartTimeOffset'],
  [media({ TranscodeTaskSet: [{ Definition: 10, OverrideParameter: {} }] }), 'OverrideParameter'],
  [media({ TranscodeTaskSet: [{ Definition: 10, WatermarkSet: [{ Definition: 2, TextContent: 'hi' }] }] }), 'TextContent'],
  [media({ SampleSnapshotTaskSet: [{ Definition: 10, WatermarkSet: [{ Definition: 2 }] }] }), 'WatermarkSet'],
])('what 4.0 cannot do is refused by name %#', async (document, name) => {
  const { ok, diagnostics } = await run(document)
  expect([ok, diagnostics.map(({ code }) => code)]).toEqual([false, ['json/unsupported-task']])
  expect(diagnostics[0]?.message).toContain(`'${name}'`)
})

test.each([
  [[5, 10], true], [[999], true], [[0, 20], true], [[0], false], [[], false], [[0, 1000], false], [[500, 5000], false],
])('TimeOffsetSet %j is read as milliseconds; a doubt is a warning: %s', async (TimeOffsetSet, doubted) => {
  const result = await run(media({ SnapshotByTimeOffsetTaskSet: [{ Definition: 10, TimeOffsetSet }] }))
  expect(result.ok).toBe(true)
  expect(result.diagnostics.map(({ code }) => code)).toEqual(doubted ? ['json/seconds-or-milliseconds'] : [])
  if (result.ok) expect(plain(result.value.actions)).toMatchObject(TimeOffsetSet.length > 0 ? [{ timeOffset: TimeOffsetSet }] : [])
})

test('ExtTimeOffsetSet: seconds, and percent once the duration is known', async () => {
  const document = media({ SnapshotByTimeOffsetTaskSet: [{ Definition: 10, ExtTimeOffsetSet: ['3.5s', '10%'], TimeOffsetSet: [1] }] })
  expect(brief((await run(document)).diagnostics)).toEqual([['json/needs-facts', '"10%"']])
  expect(plain((await procedureOf(document, { facts: factsOf(640, 360, 90) })).actions)).toMatchObject([{ timeOffset: [3500, 9000] }])
  const wrong = media({ SnapshotByTimeOffsetTaskSet: [{ Definition: 10, ExtTimeOffsetSet: ['3.5'] }] })
  expect((await run(wrong)).diagnostics[0]?.message).toBe(`element 1 of 'ExtTimeOffsetSet' must be a time such as "3.5s" or "10%", found "3.5"`)
})

test('it takes no arguments', async () => {
  expect(brief((await run(media({ ImageSpriteTaskSet: [{ Definition: 10 }] }), { args: [10] })).diagnostics)).toEqual([['call/too-many-arguments', '10']])
})

test('its own misfits are told in its own names', async () => {
  const { diagnostics } = await run(media({ TranscodeTaskSet: [{ definition: 10 }] }))
  // The required name is there but for its case, so that it is missing is not told as well.
  expect(brief(diagnostics)).toEqual([['json/unknown-property', '"definition"']])
  expect(diagnostics[0]?.message).toContain("'Definition'")
  expect(brief((await run(media({ TranscodeTaskSet: [{ numbr: 10 }] }))).diagnostics)).toEqual([
    ['json/missing-property', '{'], ['json/unknown-property', '"numbr"'],
  ])
  const eleven = media({ TranscodeTaskSet: [{ Definition: 10, WatermarkSet: Array.from({ length: 11 }, () => ({ Definition: 2 })) }] })
  expect((await run(eleven)).diagnostics[0]?.message).toBe("'WatermarkSet' must be a list of at most 10 elements, found a list of 11")
})
