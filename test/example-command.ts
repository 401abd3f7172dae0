/** The command lines and set-ups of diagnostics/ (see the README there), run inside this process. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { main } from 'vodflow'

export interface Ran {
  readonly status: number
  /** What both outputs were given, in its order, without a path of this machine. */
  readonly output: string
}

/** One for all: asking an ffmpeg what it can do takes half a second. */
const cache = join(tmpdir(), `vodflow-example-cache-${process.pid}`)
process.on('exit', () => rmSync(cache, { recursive: true, force: true }))

/** Runs `command` in a copy of `folder` (none: an empty one), after `setup`. */
export async function runExample(folder: string, command: string, setup: readonly string[] = []): Promise<Ran> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-example-')))
  const cwd = join(home, 'project')
  try {
    mkdirSync(cwd)
    if (existsSync(folder)) cpSync(folder, cwd, { recursive: true, verbatimSymlinks: true })
    for (const line of setup) prepare(cwd, wordsOf(line))
    return await run(home, cwd, command)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function run(home: string, cwd: string, command: string): Promise<Ran> {
  const { env, args, input } = parsed(command)
  const said: string[] = []
  const output = { write: (text: string) => void said.push(text), isTTY: false, columns: 80, rows: 24 }
  const status = await main(args, {
    stdout: output,
    stderr: output,
    readStdin: async () => (input === undefined ? '' : readFileSync(join(cwd, input), 'utf8')),
    // What the ffmpeg of this machine lacks, and an optional package that it has, are in no example.
    env: { PATH: process.env['PATH'], VODFLOW_CACHE: args[0] === 'validate' ? join(home, 'cache') : cache, VODFLOW_REVIEW_NSFWJS: '', ...env },
    cwd,
    onInterrupt: () => () => undefined,
  })
  return { status, output: said.join('').replaceAll(`${cwd}/`, '').replaceAll(cwd, '.') }
}

/** `NAME=value … vodflow word … < FILE`. */
function parsed(command: string) {
  const words = wordsOf(command)
  const start = words.indexOf('vodflow')
  const variables = words.slice(0, Math.max(0, start)).map((word) => /^([A-Z_]+)=(.*)$/su.exec(word))
  if (start < 0 || variables.includes(null)) throw new Error(`'${command}' is no command line of an example`)
  const from = words.lastIndexOf('<')
  return {
    env: Object.fromEntries(variables.flatMap((match) => (match ? [[match[1], match[2]]] : []))),
    args: from < 0 ? words.slice(start + 1) : words.slice(start + 1, from),
    input: from < 0 ? undefined : words[from + 1],
  }
}

/** Words between spaces; what stands in single or double quotes is as it is. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/gu)].map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/gu, '$1$2'))
}

function prepare(cwd: string, [verb, path = '', ...words]: readonly string[]): void {
  const file = join(cwd, path)
  mkdirSync(dirname(file), { recursive: true })
  if (verb === 'link') return symlinkSync(words[0] ?? '', file)
  if (verb !== 'fill') throw new Error(`'${verb}' is no word of a set-up; there are 'fill' and 'link'`)
  const [before = '', text = '', count = '0', after = ''] = words
  writeFileSync(file, `${before}${text.repeat(Number(count))}${after}\n`)
}
