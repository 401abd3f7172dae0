import type { SandboxMode } from '@vodflow/backend-ffmpeg'
import { Command, CommanderError, Option } from 'commander'
import type { Connect, Start } from './declarations/declare.ts'
import { examples } from './declarations/examples.ts'
import { declarations } from './declarations/index.ts'
import { sandboxWords } from './declarations/sandbox-option.ts'
import { exitStatus } from './exit-status.ts'
import { refuse, type Invocation } from './invocation.ts'
import type { Io } from './io.ts'
import { languages, type Language } from './reporters/language.ts'
import { printable } from './reporters/text-width.ts'
import { version } from './version.ts'

/** Options that every command takes, as commander gives them. */
interface CommonOptions {
  readonly json?: true
  readonly project?: string
  readonly strict?: true
  readonly lang?: Language
  readonly sandbox?: SandboxMode
  readonly verify?: 'quick' | 'deep'
}

export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  let status: number = exitStatus.done
  const program = createProgram(io, argv.includes('--json'), (code) => {
    status = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.refused
    throw error
  }
}

/** `json`: what is wrong with the options is told as JSON too, before any of them is understood. */
function createProgram(io: Io, json: boolean, done: (status: number) => void): Command {
  const program = new Command('vodflow')
    .description('Compile VOD procedures (calls, JSON, Lua) into task graphs and run them on real video with ffmpeg.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => Math.min(io.stdout.columns, 110),
      getErrHelpWidth: () => Math.min(io.stderr.columns, 110),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(json ? `${JSON.stringify({ type: 'message', message: ourStyle(text) })}\n` : `vodflow: ${ourStyle(text)}\n`),
    })
    .addHelpText('after', examples(["vodflow run 'QCVB_SimpleProcessFile({10,20,230},0,10,10)' -i film.mp4 -o out/", 'vodflow run course.lua -i film.mp4 -o out/', 'vodflow doctor']))

  const connect: Connect = <Options extends object>(command: Command, load: () => Promise<Start<Options>>) => {
    common(command).action(async (...given: unknown[]) => {
      // Commander's own order: the arguments, those of a list as one, the options, the command itself.
      const options = command.opts<Options & CommonOptions>()
      const [argument = '', ...rest] = given.flat().filter((value) => typeof value === 'string')
      const wrong = command.options.some(({ long }) => long === '--sandbox') ? problemOfSandbox(io.env['VODFLOW_SANDBOX']) : undefined
      if (wrong !== undefined) return done(refuse(invocationOf(io, options), wrong))
      const start = await load()
      done(await start(invocationOf(io, options), argument, options, rest))
    })
  }

  for (const declare of declarations) declare(program, connect)
  return program
}

function common(command: Command): Command {
  return command
    .option('--json', 'print nothing but JSON on standard output')
    .option('--project <folder>', 'the project (default: the nearest folder upwards with a vodflow.config.json)')
    .option('--strict', 'refuse what is accepted only because clients write it')
    .addOption(new Option('--lang <language>', 'the language of messages').choices(languages))
}

function invocationOf(io: Io, options: CommonOptions): Invocation {
  return {
    io,
    json: options.json === true,
    strict: options.strict === true,
    ...(options.lang !== undefined && { language: options.lang }),
    ...(options.project !== undefined && { projectFolder: options.project }),
    ...(options.sandbox !== undefined && { sandbox: options.sandbox }),
    ...(options.verify !== undefined && { verify: options.verify }),
  }
}

/** Whoever writes a word here wants to be kept safe, and must not be left open by a slip. */
function problemOfSandbox(word = ''): string | undefined {
  if (word === '' || sandboxWords.some((known) => known === word)) return undefined
  return `VODFLOW_SANDBOX is '${printable(word)}'; 'auto', 'off' and 'require' are allowed`
}

/** `error: unknown option '--jsn'\n(Did you mean --json?)` → `unknown option '--jsn'; did you mean '--json'? (…)` */
function ourStyle(text: string): string {
  const sentence = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\. Expected (.+)\.$/, '; expected $1')
    .replace(/\n?\(Did you mean one of (.+)\?\)$/, (_, names: string) => `; did you mean one of ${names}?`)
    .replace(/\n?\(Did you mean (.+)\?\)$/, (_, name: string) => `; did you mean '${name}'?`)
  return `${sentence} (see 'vodflow --help')`
}
