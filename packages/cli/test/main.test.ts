import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitStatus, main, version } from 'vodflow'
import { capturedIo } from './captured-io.ts'

test('--version says what package.json says', async () => {
  const { io, out } = capturedIo()
  expect(await main(['--version'], io)).toBe(exitStatus.done)
  expect(out()).toBe(`${version}\n`)
  expect(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).toContain(`"version": "${version}"`)
})

test('--help names every command and shows examples', async () => {
  const { io, out } = capturedIo()
  expect(await main(['--help'], io)).toBe(exitStatus.done)
  for (const name of ['run', 'review', 'compile', 'plan', 'apply', 'diff', 'validate', 'test', 'step', 'lsp', 'templates', 'doctor']) expect(out()).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'))
  expect(out()).toContain("$ vodflow run 'QCVB_SimpleProcessFile")
})

test.each(['run', 'review', 'compile', 'plan', 'apply', 'diff', 'validate', 'test', 'step', 'lsp', 'templates', 'doctor'])('%s --help shows examples and the common options', async (name) => {
  const { io, out } = capturedIo()
  expect(await main([name, '--help'], io)).toBe(exitStatus.done)
  expect(out()).toContain(`$ `)
  expect(out()).toContain(`vodflow ${name}`)
  for (const option of ['--json', '--project', '--strict']) expect(out()).toContain(option)
})

test.each([
  [['rnu'], "vodflow: unknown command 'rnu'; did you mean 'run'? (see 'vodflow --help')\n"],
  [['run', 'X', '--jsno'], "vodflow: unknown option '--jsno'; did you mean '--json'? (see 'vodflow --help')\n"],
  [['run'], "vodflow: missing required argument 'procedure' (see 'vodflow --help')\n"],
  [['run', 'X', '-o', 'out'], "vodflow: -i is missing; name the source, as in '-i film.mp4'\n"],
  [['run', 'X', '-i', 'a.mp4'], "vodflow: -o is missing; name a folder for the results, as in '-o out/'\n"],
  [['run', 'X', '-i', 'a', '-i', 'b', '-o', 'out'], 'vodflow: -i is given 2 times; say --each for one run for each, or --concat to join them\n'],
  [['run', 'X', '-i', 'a', '--concat', '--each', '-o', 'out'], 'vodflow: --concat joins the sources for one run, and --each makes one run for each; give one of them\n'],
  [['plan', 'X'], "vodflow: a plan needs a source; name one with -i, or say what to assume, as in '--assume duration=60,height=720'\n"],
  [['compile', 'X', '-i', 'a', '--assume', 'width=2'], 'vodflow: -i and --assume exclude each other; the facts of a file are read from it\n'],
  [['compile', 'X', 'Y'], "vodflow: too many arguments for 'compile'; expected 1 argument but got 2 (see 'vodflow --help')\n"],
  [['templates', 'ten'], "vodflow: 'ten' is no definition; give a number, as in 'vodflow templates 230'\n"],
  [['step', 'nothing.json', 'x'], "vodflow: 'nothing.json' cannot be read: there is no such file or folder\n"],
])('%j is refused with one sentence', async (argv, sentence) => {
  const { io, out, err } = capturedIo({ cwd: import.meta.dirname })
  expect(await main(argv, io)).toBe(exitStatus.refused)
  expect(err()).toBe(sentence)
  expect(out()).toBe('')
})

test('no command at all is help, and wrong use', async () => {
  const { io, err } = capturedIo()
  expect(await main([], io)).toBe(exitStatus.refused)
  expect(err()).toContain('Usage: vodflow')
})

test('under --json what is said is a JSON line', async () => {
  const { io, err } = capturedIo()
  expect(await main(['run', 'X', '--json'], io)).toBe(exitStatus.refused)
  expect(JSON.parse(err())).toEqual({ type: 'message', message: "-i is missing; name the source, as in '-i film.mp4'" })
})

test('under --json wrong options are JSON too', async () => {
  const { io, out, err } = capturedIo()
  expect(await main(['compile', 'X', '--json', '--nope'], io)).toBe(exitStatus.refused)
  expect(JSON.parse(err())).toEqual({ type: 'message', message: "unknown option '--nope' (see 'vodflow --help')" })
  expect(out()).toBe('')
})

test('a procedure from an empty standard input is refused', async () => {
  const { io, err } = capturedIo({ stdin: ' \n' })
  expect(await main(['compile', '-'], io)).toBe(exitStatus.refused)
  expect(err()).toContain('standard input is empty')
})

function broken(): never {
  throw new Error('boom')
}

test('our own bug is 70, one notice, and a stack only for who asks', async () => {
  const { io, err } = capturedIo()
  expect(await main(['--version'], { ...io, stdout: { ...io.stdout, write: broken } })).toBe(exitStatus.bug)
  expect(err()).toMatch(/bug in vodflow, please report it.*: boom\n/)
  expect(err()).not.toContain('    at ')
  const debugging = capturedIo({ env: { VODFLOW_DEBUG: '1' } })
  await main(['--version'], { ...debugging.io, stdout: { ...io.stdout, write: broken } })
  expect(debugging.err()).toContain('    at ')
})
