/** `vodflow diff`: calls, files, graphs and plans against each other. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runVodflow } from './run-vodflow.ts'

const folder = mkdtempSync(join(tmpdir(), 'vodflow-diff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const examples = resolve(import.meta.dirname, '../procedures/examples')
const diff = (args: readonly string[], cwd = folder) => runVodflow(['diff', ...args], { cwd })

const assume = ['--assume', 'duration=60,width=1920,height=1080']

test('three spellings of one procedure are the same', async () => {
  const cwd = join(examples, 'course-hls')
  for (const [a, b] of [['procedure.lua({210,220,230})', 'procedure.json({210,220,230})'], ['procedure.json({210,220,230})', 'graph.json'], ['graph.json', 'graph.json']] as const) {
    const { status, stdout, stderr } = await diff([a, b, '--assume', 'width=1920,height=1080,fps=25,duration=600,bitrate=4000'], cwd)
    expect([status, stdout], stderr).toEqual([0, expect.stringMatching(/^the same \d+ tasks/u)])
  }
})

test('another procedure: by task and field, by step, exit status 1', async () => {
  writeFileSync(join(folder, 'A.json'), '{ "process": { "transcode": [{ "definition": 10, "override": { "video": { "bitrate": 300 } } }, { "definition": 20 }] }, "priority": 1 }')
  writeFileSync(join(folder, 'B.json'), '{ "process": { "transcode": [{ "definition": 10, "override": { "video": { "bitrate": 400 } } }], "coverBySnapshot": [{ "definition": 10, "positionType": "Time", "position": 1 }] } }')
  const without = await diff(['A.json', 'B.json'])
  expect([without.status, without.stdout]).toEqual([1, `priority  1 → 0
~ transcode.10
    template.video.bitrate  300 → 400
- transcode.20  mp4 libx264 640xauto 512 kbps 24 fps libfdk_aac 48 kbps
+ coverBySnapshot.10  jpg as the source
`])
  const { stdout } = await diff(['A.json', 'B.json', ...assume])
  expect(stdout).toContain('\nsteps\n  ~ encode: other tasks, copies, commands, outputs\n')
  const json = JSON.parse((await diff(['A.json', 'B.json', ...assume, '--json'])).stdout)
  expect(json).toMatchObject({ format: 'vodflow/diff@1', same: false, graph: { tasks: [{ is: 'changed', fields: [{ field: 'template.video.bitrate', old: 300, new: 400 }] }, { is: 'removed' }, { is: 'added' }] } })
  expect(json.plan.steps[0].fields.find(({ field }: { readonly field: string }) => field === 'covers')).toEqual({ field: 'covers', old: ['transcode.10', 'transcode.20'], new: ['transcode.10', 'coverBySnapshot.10'] })
})

test('a plan against its procedure, which is looked at for the same source', async () => {
  await runVodflow(['plan', 'QCVB_SimpleProcessFile({10},0,10)', ...assume, '-o', 'plan.json'], { cwd: folder })
  const same = await diff(['plan.json', 'QCVB_SimpleProcessFile({10},0,10)'])
  expect([same.status, same.stdout]).toEqual([0, 'the same 4 tasks, done in the same way\n'])
  await runVodflow(['plan', 'QCVB_SimpleProcessFile({10},0,10)', '--assume', 'duration=90,width=1920,height=1080', '-o', 'longer.json'], { cwd: folder })
  const longer = await diff(['plan.json', 'longer.json'])
  expect(longer.status).toBe(1)
  expect(longer.stdout).toContain('durationSeconds  60 → 90')
})

test.each([
  [['Nowhere(1)', 'QCVB_SimpleProcessFile(10)'], /call\/unknown-procedure/],
  [['broken.json', 'QCVB_SimpleProcessFile(10)'], /'broken\.json' was changed after it was written/],
  [['old.json', 'QCVB_SimpleProcessFile(10)'], /'old\.json' is no task graph of this version/],
  [['QCVB_SimpleProcessFile(10)'], /missing required argument 'b'/],
  [['plan2.json', 'QCVB_SimpleProcessFile(10)'], /newer vodflow/],
])('wrong use: %s', async (args, says) => {
  const { stdout } = await runVodflow(['compile', 'QCVB_SimpleProcessFile(10)'])
  writeFileSync(join(folder, 'broken.json'), stdout.replace('"priority": 0', '"priority": 1'))
  writeFileSync(join(folder, 'old.json'), '{ "format": "vodflow/task-graph@9", "tasks": [null] }')
  writeFileSync(join(folder, 'plan2.json'), '{ "format": "vodflow/plan@2" }')
  const { status, stderr, stdout: out } = await diff(args)
  expect([status, out]).toEqual([2, ''])
  expect(stderr).toMatch(says)
})
