import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultConfig, encoderSpeeds, optimiserPasses, textOf } from '@vodflow/core'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { codesOf, openAt, projectAt, projectFolder } from '../support/project-folder.ts'

describe('where the project is', () => {
  test('the nearest folder upwards with a config', async () => {
    const folder = projectFolder({ 'vodflow.config.json': '{}', 'a/vodflow.config.json': '{"encoder":{"speed":"slow"}}', 'a/b/c/': '' })
    const project = await projectAt(join(folder, 'a/b/c'))
    expect(project.folder).toBe(join(folder, 'a'))
    expect(project.config).toEqual({ ...defaultConfig, encoder: { speed: 'slow' } })
    expect(project.configFile?.text).toBe('{"encoder":{"speed":"slow"}}')
  })

  test('without one, where the user is, with the defaults', async () => {
    const folder = projectFolder({ 'a/': '' })
    const project = await projectAt(join(folder, 'a'))
    expect([project.folder, project.config, project.configFile]).toEqual([join(folder, 'a'), defaultConfig, undefined])
  })

  test('a named folder is taken as it is, from where the user is', async () => {
    const folder = projectFolder({ 'vodflow.config.json': '{"encoder":{"speed":"slow"}}', 'a/': '', 'f.txt': '' })
    expect((await projectAt(folder, { directory: 'a' })).config).toEqual(defaultConfig)
    expect(codesOf(await openAt(folder, { directory: 'b' }))).toEqual(['config/no-such-folder'])
    expect(codesOf(await openAt(folder, { directory: 'f.txt' }))).toEqual(['config/no-such-folder'])
    expect(codesOf(await openAt(join(folder, 'gone')))).toEqual([])
    expect(codesOf(await openAt('/nowhere/at/all'))).toEqual(['config/no-such-folder'])
  })
})

describe('what the config says', () => {
  test('every member', async () => {
    const folder = projectFolder({
      'vodflow.config.json': JSON.stringify({
        $schema: './config.schema.json', defaults: { transcode: [10, 20], watermark: 150 }, encoder: { speed: 'medium' }, optimiser: { without: ['cascade'] }, recordings: { gaps: 'refuse' }, pull: { allow: ['films.lan', '*.example', '10.0.0.0/8', 'fd00::/8'] }, procedures: ['p', 'q'], templates: [],
      }),
      'p/': '', 'q/': '',
    })
    expect((await projectAt(folder)).config).toEqual({
      defaults: { transcode: [10, 20], watermark: 150 }, encoder: { speed: 'medium' }, optimiser: { without: ['cascade'] }, recordings: { gaps: 'refuse' }, pull: { allow: ['films.lan', '*.example', '10.0.0.0/8', 'fd00::/8'], maxBytes: 34359738368 }, procedures: ['p', 'q'], templates: [],
    })
  })

  test('who reviews, and whether a person decides', async () => {
    const review = { command: ['./look.py', '--fast'], model: 'house 3', timeoutSeconds: 60, manual: true }
    expect((await projectAt(projectFolder({ 'vodflow.config.json': JSON.stringify({ review }) }))).config).toEqual({ ...defaultConfig, review })
    const wrong = '{"review":{"command":[],"model":"","timeoutSeconds":0,"manual":"yes","comand":["x"]}}'
    const { diagnostics } = await openAt(projectFolder({ 'vodflow.config.json': wrong }))
    expect(diagnostics.map(({ code, span }) => `${code} ${span && textOf(span)}`)).toEqual([
      'config/out-of-range []', 'config/out-of-range ""', 'config/out-of-range 0', 'config/wrong-type "yes"', 'config/unknown-property "comand"',
    ])
  })

  test('who publishes; a stage without a program is none', async () => {
    const publish = { command: ['./send.sh'], timeoutSeconds: 30 }
    expect((await projectAt(projectFolder({ 'vodflow.config.json': JSON.stringify({ publish }) }))).config).toEqual({ ...defaultConfig, publish })
    expect((await projectAt(projectFolder({ 'vodflow.config.json': '{"publish":{"timeoutSeconds":30}}' }))).config).toEqual(defaultConfig)
  })

  test('every problem at its place, in one go', async () => {
    const folder = projectFolder({
      'vodflow.config.json': '{"defaults":{"transcode":[1,"x"],"watermark":0},"encoder":{"speed":"veryfst"},"procedure":["p"],"templates":[""]}',
    })
    const { ok, diagnostics } = await openAt(folder)
    expect(ok).toBe(false)
    expect(diagnostics.map(({ code, span }) => `${code} ${span && textOf(span)}`)).toEqual([
      'config/out-of-range 1', 'config/wrong-type "x"', 'config/out-of-range 0', 'config/not-allowed-value "veryfst"',
      'config/unknown-property "procedure"', 'config/out-of-range ""',
    ])
    expect(diagnostics[3]?.message).toContain(`did you mean 'veryfast'`)
    expect(diagnostics[4]?.message).toContain(`did you mean 'procedures'`)
  })

  test.each([['{', 'config/syntax'], ['', 'config/syntax'], ['[]', 'config/wrong-type'], ['{"encoder":{},"encoder":{}}', 'config/duplicate-key']])(
    '%j', async (text, code) => {
      expect(codesOf(await openAt(projectFolder({ 'vodflow.config.json': text })))).toContain(code)
    })

  test('a config that is no text', async () => {
    const folder = projectFolder({})
    writeFileSync(join(folder, 'vodflow.config.json'), Buffer.from([0x7b, 0xff, 0x7d]))
    expect(codesOf(await openAt(folder))).toEqual(['config/not-utf-8'])
    const large = projectFolder({ 'vodflow.config.json': `{}${' '.repeat(1024 * 1024)}` })
    expect(codesOf(await openAt(large))).toEqual(['config/unreadable-file'])
    const other = projectFolder({ 'a/vodflow.config.json/': '' })
    expect(codesOf(await openAt(other, { directory: 'a' }))).toEqual(['config/unreadable-file'])
  })
})

describe('folders stay inside the project', () => {
  test.each(['..', '/', '../other', 'a/../../x', '/etc'])('%s does not', async (name) => {
    const folder = projectFolder({ 'vodflow.config.json': JSON.stringify({ procedures: [name] }) })
    const result = await openAt(folder)
    expect(codesOf(result)).toEqual(['config/outside-project'])
    expect(result.diagnostics[0]?.span && textOf(result.diagnostics[0].span)).toBe(JSON.stringify(name))
  })

  test.each(['procedures', 'templates'])('a link out of it does not, with or without a config: %s', async (member) => {
    const outside = projectFolder({ 'a/': '' })
    const folder = projectFolder({})
    symlinkSync(outside, join(folder, member))
    expect(codesOf(await openAt(folder))).toEqual(['config/outside-project'])
  })

  test('near misses: a link inside it, a folder whose name starts with dots, the project itself', async () => {
    const folder = projectFolder({ 'vodflow.config.json': '{"procedures":["link","..dots","."]}', 'real/P.lua': '10', '..dots/': '' })
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const result = await (await projectAt(folder)).compile('P', 'unknown')
    expect(result.ok && result.value.procedure.file.path).toBe('real/P.lua')
  })

  test('a missing folder is worth a warning where somebody wrote it, a file in its place is an error', async () => {
    const missing = await openAt(projectFolder({ 'vodflow.config.json': '{"procedures":["p"]}' }))
    expect([missing.ok, codesOf(missing)]).toEqual([true, ['config/missing-folder']])
    expect(codesOf(await openAt(projectFolder({ 'vodflow.config.json': '{}' })))).toEqual([])
    const file = projectFolder({ 'vodflow.config.json': '{"templates":["t"]}', t: '' })
    mkdirSync(join(file, 'procedures'))
    expect(codesOf(await openAt(file))).toEqual(['config/not-a-folder'])
  })
})

test('the schema knows the speeds and defaults that the code has, and describes every field', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../../grammars/config.schema.json', import.meta.url), 'utf8'))
  const { encoder, optimiser, pull, procedures, recordings, templates } = schema.properties
  expect(encoder.properties.speed.enum).toEqual([...encoderSpeeds])
  expect(optimiser.properties.without.items.enum).toEqual([...optimiserPasses])
  expect(recordings.properties.gaps.enum).toEqual(['skip', 'black', 'refuse'])
  expect({ encoder: { speed: encoder.properties.speed.default }, optimiser: { without: optimiser.properties.without.default }, pull: { allow: pull.properties.allow.default, maxBytes: pull.properties.maxBytes.default }, procedures: procedures.default, templates: templates.default, defaults: {} }).toEqual(defaultConfig)
  const undescribed: string[] = []
  const walk = (node: { description?: string; properties?: object; items?: object; type?: string; additionalProperties?: boolean }, path: string) => {
    if (node.description === undefined) undescribed.push(path)
    if (node.type === 'object' && node.additionalProperties !== false) undescribed.push(`${path} is open`)
    for (const [name, member] of Object.entries(node.properties ?? {})) walk(member, `${path}/${name}`)
    if (node.items) walk(node.items, `${path}[]`)
  }
  walk(schema, '')
  expect(undescribed).toEqual([])
})
