import { canonicalJson, contentDigest, wholeFile } from '@vodflow/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { animated, compile, compiled, codes, cover, idsOf, key, located, mark, only, review, samples, snapshots, sprite, Text, transcode, callOf } from './support/compiling.ts'
import { projectTemplate } from './support/project-templates.ts'

test('a procedure without actions only probes', () => {
  const { graph, origins } = compiled([])
  expect(graph.tasks).toEqual([
    { kind: 'source', id: 'source', inputs: [], form: 'file' },
    { kind: 'probe', id: 'probe', inputs: ['source'] },
  ])
  expect([...origins.keys()]).toEqual(['source', 'probe'])
})

test('two templates are two tasks, ordered by kind and number, each behind the probe', () => {
  const { graph } = compiled([samples(10), transcode([230, 10]), cover('Time', 0)])
  expect(graph.tasks.map(({ id, inputs }) => [id, ...inputs])).toEqual([
    ['source'], ['probe', 'source'], ['coverBySnapshot.10', 'probe'], ['sampleSnapshot.10', 'probe'], ['transcode.10', 'probe'], ['transcode.230', 'probe'],
  ])
})

test('a review that stops is a gate before every process task', () => {
  const { graph } = compiled([transcode([210, 220], { hlsMasterPlaylist: true }), samples(10), review(10)])
  const gate = { task: 'review.10', suggestion: ['pass', 'review'] }
  const process = graph.tasks.slice(3)
  expect(graph.tasks[2]).toMatchObject({ id: 'review.10', inputs: ['probe'], template: { stops: true } })
  expect(process.map(({ runsIf }) => runsIf)).toEqual([gate, gate, gate, gate])
  expect(process.map(({ inputs }) => inputs)).toEqual([['review.10'], ['review.10'], ['review.10'], ['transcode.210', 'transcode.220']])
})

test('a review that does not stop is waited for, and decides nothing', () => {
  const [, , , task] = compiled([review(20), samples(10)]).graph.tasks
  expect(task).toMatchObject({ inputs: ['review.20'] })
  expect(task).not.toHaveProperty('runsIf')
})

test('a master playlist stands behind the HLS outputs of its own action, and names no other', () => {
  const { graph } = compiled([transcode([20, 220, 210], { hlsMasterPlaylist: true }), transcode([230])])
  expect(graph.tasks.at(-1)).toEqual({ kind: 'hlsMasterPlaylist', id: 'hlsMasterPlaylist.10000', definition: 10_000, inputs: ['transcode.210', 'transcode.220'] })
})

test('two master playlists have names of their own', () => {
  const ids = idsOf(compiled([transcode([210, 220], { hlsMasterPlaylist: true }), transcode([230, 240], { hlsMasterPlaylist: true })]))
  const masters = ids.filter((id) => id.startsWith('hlsMaster'))
  expect(masters).toHaveLength(2)
  for (const id of masters) expect(id).toMatch(/^hlsMasterPlaylist\.10000\.[0-9a-f]{8}$/)
})

test('a definition given twice in one action is one task', () => {
  expect(idsOf(compiled([transcode([20, 10, 20])]))).toEqual(['source', 'probe', 'transcode.10', 'transcode.20'])
})

test('the same task of two actions is one task, with a warning', () => {
  const result = compile([transcode([10, 20]), transcode([20])])
  expect(result.ok && idsOf(result.value)).toEqual(['source', 'probe', 'transcode.10', 'transcode.20'])
  expect(only(result)).toMatchObject({ code: 'check/duplicate-action', severity: 'warning', message: expect.stringContaining('transcode.20') })
})

test('of two equal tasks the second is blamed, and the first named beside it', () => {
  const text = new Text('[20] [20]')
  const [first, second] = [text.at('20'), text.at('20')]
  const diagnostic = only(compile([transcode([located(20, first)]), transcode([located(20, second)])]))
  expect(diagnostic.span).toEqual(second)
  expect(diagnostic.related).toEqual([{ message: 'it is asked for here first', span: first }])
})

test('equal tasks are found beside errors, but not among what was refused in part', () => {
  expect(codes([transcode([10]), transcode([10]), transcode([99])])).toEqual(['template/unknown', 'check/duplicate-action'])
  expect(codes([transcode([10]), transcode([10], { watermarks: [150] })])).toEqual(['template/unknown'])
  expect(codes([transcode([210], { drm: 7 }), transcode([210])])).toEqual(['template/unknown'])
})

test('the same template put to two uses is two tasks, told apart by content', () => {
  const ids = idsOf(compiled([cover('Time', 0), cover('Percent', 50), samples(10)]))
  expect(ids.filter((id) => id.startsWith('cover'))).toHaveLength(2)
  expect(ids).toContain('sampleSnapshot.10')
  for (const id of ids.filter((id) => id.startsWith('cover'))) expect(id).toMatch(/^coverBySnapshot\.10\.[0-9a-f]{8}$/)
})

test('time offsets come in order, each once', () => {
  expect(compiled([snapshots(5000, 0, 5000, 250)]).graph.tasks.at(-1)).toMatchObject({ timeOffset: [0, 250, 5000] })
})

test('the digest is that of all the rest', () => {
  const { digest, ...rest } = compiled([transcode([10])]).graph
  expect(digest).toBe(contentDigest(rest))
})

test('1 as a transcode is what the project says, else 10, 20 and 30 with a warning', () => {
  expect(idsOf(compiled([transcode([1])], { config: { transcode: [210, 1100] } }))).toEqual(['source', 'probe', 'transcode.210', 'transcode.1100'])
  const result = compile([transcode([1, 10])])
  expect(result.ok && idsOf(result.value)).toEqual(['source', 'probe', 'transcode.10', 'transcode.20', 'transcode.30'])
  expect(only(result)).toMatchObject({ code: 'template/no-default-transcode', severity: 'warning' })
  const strict = only(compile([transcode([1])], { strict: true }))
  expect(strict.severity).toBe('error')
  expect(strict.message).not.toContain('are taken')
})

test('a default that is no template is named as what it is, at the 1 that stands for it', () => {
  const setting = { config: { transcode: [999], watermark: 9 }, call: callOf('Preset(1,1)'), builtIn: true }
  const { diagnostics } = compile([transcode([1], { watermarks: [1] })], setting)
  expect(diagnostics.map(({ message, span }) => [/no (\w+) template has the definition (\d+).*('defaults\.\w+')/.exec(message)?.slice(1), span?.start])).toEqual([
    [['transcode', '999', "'defaults.transcode'"], 7], [['watermark', '9', "'defaults.watermark'"], 9],
  ])
})

test('the number of the master playlist is no template, and the message says what it is', () => {
  const { message } = only(compile([transcode([10_000])]))
  expect(message).toContain('hlsMasterPlaylist')
  expect(message).not.toContain('did you mean')
})

test('1 as a watermark is what the project says, else an error', () => {
  expect(codes([transcode([10], { watermarks: [1] })])).toEqual(['template/no-default-watermark'])
  const { graph, images } = compiled([transcode([10], { watermarks: [1] })], { config: { watermark: 150 }, templates: [mark(150), mark(151)] })
  expect(graph.tasks.at(-1)).toMatchObject({ watermarks: [{ definition: 150, template: { width: '10%', image: { width: 64 } } }] })
  expect([...images.values()]).toEqual(['/project/logo.png'])
  const twice = compiled([transcode([10], { watermarks: [151, 1, 150] })], { config: { watermark: 150 }, templates: [mark(150), mark(151)] })
  expect(twice.graph.tasks.at(-1)).toMatchObject({ watermarks: [{ definition: 151 }, { definition: 150 }] })
})

test('no path and no name gets into the graph, and only images that are drawn come with it', () => {
  const { graph, images } = compiled([transcode([210], { watermarks: [150], drm: 10 })], { templates: [mark(150), key(10)] })
  expect(canonicalJson(graph)).not.toMatch(/project|Course|procedure\.json/)
  expect(graph.tasks.at(-1)).toMatchObject({ drm: { definition: 10, template: { keySource: 'VodBuildInKMS' } } })
  expect(images.size).toBe(1)
  expect(compiled([transcode([210])], { templates: [mark(150)] }).images.size).toBe(0)
})

test('an unknown template is named with its neighbours and its other kinds', () => {
  expect(only(compile([transcode([31])]))).toMatchObject({ code: 'template/unknown', message: "no transcode template has the definition 31; did you mean '30'?" })
  expect(only(compile([transcode([20_000])])).message).toContain('20000 is a template of another kind: animatedGraphics')
  expect(only(compile([transcode([10], { watermarks: [150] })])).message).toContain('no watermark is built in')
  expect(only(compile([transcode([10], { watermarks: [15] })], { templates: [mark(150)] })).message).toContain("did you mean '150'?")
})

test('an override changes this output alone, under the limits of a template', () => {
  const lean = { video: { bitrate: -300 }, audio: { soundSystem: 1 } }
  const tasks = compiled([transcode([10], { override: located(lean) }), transcode([20])]).graph.tasks
  expect(tasks[2]).toMatchObject({ id: 'transcode.10', template: { video: { bitrate: -300, width: 320 }, audio: { soundSystem: 1 } } })
  expect(tasks[3]).toMatchObject({ template: { video: { bitrate: 512 } } })
  const bad = compile([transcode([10], { override: located({ video: { bitrate: 40_000, fsp: 3 } }) })])
  expect(bad.diagnostics.map(({ code, message }) => [code, /'(video\.)?\w+'/.exec(message)?.[0]])).toEqual([
    ['check/bad-override', "'fsp'"], ['check/bad-override', "'video.bitrate'"],
  ])
  for (const { message } of bad.diagnostics) expect(message).not.toContain("''")
})

test('what is wrong in an override is blamed at the very member, once for all templates', () => {
  const text = new Text('{"video": {"bitrat": 800, "fps": 99}}')
  const span = wholeFile(text.file)
  const [videoKey, bitrat, fps, fpsValue] = [text.at('"video"'), text.at('"bitrat"'), text.at('"fps"'), text.at('99')]
  const places = [
    { path: ['video'], key: videoKey, value: span }, { path: ['video', 'bitrat'], key: bitrat, value: span }, { path: ['video', 'fps'], key: fps, value: fpsValue },
  ]
  const override = { value: { video: { bitrat: 800, fps: 99 } }, span, places }
  const { diagnostics } = compile([transcode([10, 20], { override })])
  expect(diagnostics.map((one) => one.span)).toEqual([bitrat, fpsValue])
  expect(diagnostics[0]?.fixes).toEqual([{ title: "rename it to 'bitrate'", edits: [{ span: bitrat, text: '"bitrate"' }] }])
})

test('an override that cannot be merged is an error, not a crash', () => {
  for (const override of [{ video: 3 }, { video: null }, { container: ['mp4'] }, { __proto__: null, constructor: 1 }, { audio: { codec: {} } }, { container: 'constructor' }, { container: { toString: 1 } }]) {
    expect(codes([transcode([10], { override: located(override) })])[0]).toBe('check/bad-override')
  }
})

test('an override cannot turn a transcode into a remux', () => {
  expect(only(compile([transcode([10], { override: located({ remux: true }) })]))).toMatchObject({ code: 'check/bad-override', message: expect.stringContaining("'remux'") })
  expect(compiled([transcode([9], { override: located({ container: 'flv' }) })]).graph.tasks[2]).toMatchObject({ template: { container: 'flv', remux: true } })
})

test('no override makes it throw', () => {
  const member = fc.constantFrom('container', 'video', 'audio', 'codec', 'bitrate', 'fps', 'isFiltrateVideo', 'remux', 'gop', 'toString', '__proto__', 'colorSpace')
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('libx265', 'mp4', 0, 1, true), fc.dictionary(member, tie('tree'), { maxKeys: 4 })),
  }))
  fc.assert(
    fc.property(fc.dictionary(member, tree, { maxKeys: 5 }), fc.constantFrom(10, 230, 1100, 9), (override, definition) => {
      const { diagnostics } = compile([transcode([definition], { override: located(override) })])
      expect(diagnostics.filter(({ code }) => code !== 'check/bad-override')).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('disableHigherBitrate keeps what is not above the source', () => {
  const action = transcode([10, 20, 30, 40, 1100, 9], { disableHigherBitrate: true })
  // The example of the documents: a source of 800 kbps.
  expect(idsOf(compiled([action], { facts: 'video.bitrate=800' })).slice(2)).toEqual(['transcode.9', 'transcode.10', 'transcode.20', 'transcode.1100'])
  expect(idsOf(compiled([transcode([20], { disableHigherBitrate: true })], { facts: 'video.bitrate=512' }))).toContain('transcode.20')
})

test('a bit rate below zero is compared without its sign', () => {
  const templates = [projectTemplate({ kind: 'transcode', definition: 900, extends: 30 }, { video: { bitrate: -1024 } })]
  expect(codes([transcode([900], { disableHigherBitrate: true })], { facts: 'video.bitrate=800', templates })).toEqual(['check/all-templates-dropped'])
})

test('disableHigherBitrate needs facts only where it has something to compare', () => {
  const { message, severity } = only(compile([transcode([10], { disableHigherBitrate: true })]))
  expect([severity, message]).toEqual(['error', expect.stringContaining('--assume')])
  expect(codes([transcode([9, 1100], { disableHigherBitrate: true })])).toEqual([])
})

test('what is asked for without bound is refused in one sentence', () => {
  expect(codes(Array.from({ length: 1000 }, () => samples(10)))).toEqual(['check/too-many-actions'])
  expect(codes([transcode(Array.from({ length: 100_000 }, (_, at) => at))])).toEqual(['check/too-many-actions'])
  expect(codes([snapshots(...Array.from({ length: 2000 }, (_, at) => at))])).toEqual(['check/too-many-actions'])
})

const everything = [
  transcode([10, 230, 220, 1100, 6], { hlsMasterPlaylist: true }), transcode([210, 20]), samples(10), sprite(10), snapshots(0, 1000), cover('Percent', 10),
  cover('Time', 1), animated(1, 3), review(10),
]

test('in whatever order a procedure is written, its graph has the same bytes', () => {
  const expected = JSON.stringify(compiled(everything).graph)
  fc.assert(
    fc.property(fc.shuffledSubarray(everything, { minLength: everything.length }), fc.infiniteStream(fc.nat()), (actions, numbers) => {
      const shuffled = actions.map((action) =>
        action.kind === 'transcode' ? { ...action, definitions: action.definitions.toSorted(() => ((numbers.next().value ?? 0) % 2 === 0 ? 1 : -1)) } : action,
      )
      expect(JSON.stringify(compiled(shuffled).graph)).toBe(expected)
    }),
    { numRuns: 100 },
  )
})

test('ten compilations give the same bytes', () => {
  const texts = Array.from({ length: 10 }, () => JSON.stringify(compiled(everything, { call: callOf('Other(1)'), facts: 'duration=60' }).graph))
  expect(new Set(texts).size).toBe(1)
  expect(texts[0]).toBe(JSON.stringify(compiled(everything).graph))
})

test('inputs stand before their users', () => {
  const seen = new Set<string>()
  for (const { id, inputs } of compiled(everything).graph.tasks) {
    for (const input of inputs) expect(seen.has(input), `${input} before ${id}`).toBe(true)
    seen.add(id)
  }
})
