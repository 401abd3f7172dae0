import { Command, CommanderError } from 'commander'
import { exitStatus } from './exit-status.ts'
import type { Invocation } from './invocation.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** Options that every command takes, as commander gives them. */
interface CommonOptions {
  readonly json?: true
  readonly project?: string
  readonly strict?: true
}

/** A command's file is loaded when it is asked for: `--help` should not wait for a Lua worker. */
type Start<Options> = (invocation: Invocation, argument: string, options: Options, rest: readonly string[]) => Promise<number>

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

  const connect = <Options extends object>(command: Command, load: () => Promise<Start<Options>>): void => {
    common(command).action(async (...given: unknown[]) => {
      // Commander's own order: the arguments, those of a list as one, the options, the command itself.
      const options = command.opts<Options & CommonOptions>()
      const [argument = '', ...rest] = given.flat().filter((value) => typeof value === 'string')
      const start = await load()
      done(await start(invocationOf(io, options), argument, options, rest))
    })
  }

  connect(
    program
      .command('run')
      .argument('<procedure>', "a call, a name or a path; '-' reads it from standard input")
      .description('Run a procedure on a file and write the results into a folder.')
      .option('-i, --input <file>', 'the source; may be given several times with --each', collect, [])
      .option('-o, --output <folder>', 'where the results go')
      .option('--each', 'one run for each input, into FOLDER/<name>/')
      .option('--concat', 'join the inputs first (not yet)')
      .option('--force', 'write into a folder that is not empty')
      .option('--md5', "put the source's MD5 into the result")
      .addHelpText('after', examples([
        "vodflow run 'QCVB_SimpleProcessFile({10,20,230},0,10,10)' -i film.mp4 -o out/",
        'vodflow run procedures/course.json -i film.mp4 -o out/ --json > result.json',
        "vodflow run 'MyPreset({10,20}, 150)' -i a.mp4 -i b.mp4 --each -o out/",
        "echo 'QCVB_SimpleProcessFile(0,0,10)' | vodflow run - -i film.mp4 -o out/",
      ])),
    async () => (await import('./commands/run.ts')).run,
  )
  connect(
    sourceOptions(program.command('compile').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Print the task graph of a procedure as JSON.')
      .addHelpText('after', examples([
        "vodflow compile 'QCVB_SimpleProcessFile({10,20},0,10,10)'",
        'vodflow compile ladder.lua -i film.mp4',
        'vodflow compile ladder.lua --assume height=1080,durationSeconds=60',
      ])),
    async () => (await import('./commands/compile.ts')).compile,
  )
  connect(
    sourceOptions(program.command('plan').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Say what run would do, and why, without doing it.')
      .option('-o, --output <file>', "save the plan for 'vodflow step'")
      .addHelpText('after', examples([
        "vodflow plan 'QCVB_SimpleProcessFile({10,20},0,10,10)' -i film.mp4",
        "vodflow plan course.json --assume width=1920,height=1080,durationSeconds=60 --json",
        'vodflow plan course.lua -i film.mp4 -o plan.json',
      ])),
    async () => (await import('./commands/plan.ts')).plan,
  )
  connect(
    sourceOptions(program.command('graph').argument('<procedure>', "a call, a name or a path; '-' reads it from standard input"))
      .description('Draw the task graph of a procedure: its stages, its tasks in words, and what is wrong with them.')
      .option('--format <format>', "svg, dot, mermaid, text or json (default: by -o's ending, else text)")
      .option('-o, --output <file>', 'where the picture goes (default: standard output)')
      .addHelpText('after', examples([
        "vodflow graph 'QCVB_ProcessUGCFile({10,20},0,10,10)'",
        'vodflow graph course.lua -i film.mp4 -o course.svg',
        'vodflow graph course.json --assume height=720 --format mermaid',
      ])),
    async () => (await import('./commands/graph.ts')).graph,
  )
  connect(
    program
      .command('validate')
      .argument('[path...]', "files, folders or globs; '-' reads standard input; none: the whole project")
      .description('Find everything that is wrong with procedures, templates, config and .call files.')
      .option('--format <format>', 'pretty, json, jsonl, sarif, github or junit', 'pretty')
      .option('--max-warnings <count>', 'more warnings than this are a problem')
      .option('--assume <key=value,…>', 'facts of a source, so that what depends on one is checked too')
      .option('--stdin-name <name>', "what kind of file standard input is, as in '--stdin-name course.json'")
      .addHelpText('after', examples([
        'vodflow validate',
        'vodflow validate procedures/ calls/nightly.call --strict --max-warnings 0',
        "vodflow validate 'procedures/**/*.lua' --assume height=720,width=1280",
        'vodflow validate --format sarif > vodflow.sarif',
        "echo 'QCVB_SimpleProcessFile({10,20},0,10)' | vodflow validate -",
      ])),
    async () => (await import('./commands/validate.ts')).validateCommand,
  )
  connect(
    program
      .command('step')
      .argument('<plan>', "a file that 'vodflow plan -o' wrote")
      .argument('<id>', 'the step')
      .description('Do one step of a saved plan.')
      .option('-o, --output <folder>', 'where its files go', '.')
      .addHelpText('after', examples(['vodflow step plan.json encode', 'vodflow step plan.json encode -o out/'])),
    async () => (await import('./commands/step.ts')).step,
  )
  connect(
    program
      .command('templates')
      .argument('[id]', 'a definition: every template of that number')
      .description('List the templates of the project, built-in ones included.')
      .addHelpText('after', examples(['vodflow templates', 'vodflow templates 230', 'vodflow templates --json'])),
    async () => (await import('./commands/templates.ts')).templates,
  )
  connect(
    program
      .command('doctor')
      .description('Say which ffmpeg is used, what it can do, and how to mend what is missing.')
      .addHelpText('after', examples(['vodflow doctor', 'VODFLOW_FFMPEG=/opt/ffmpeg/bin/ffmpeg vodflow doctor'])),
    async () => (await import('./commands/doctor.ts')).doctor,
  )
  return program
}

function common(command: Command): Command {
  return command
    .option('--json', 'print nothing but JSON on standard output')
    .option('--project <folder>', 'the project (default: the nearest folder upwards with a vodflow.config.json)')
    .option('--strict', 'refuse what is accepted only because clients write it')
}

function sourceOptions(command: Command): Command {
  return command
    .option('-i, --input <file>', 'the source; may be given once', collect, [])
    .option('--assume <key=value,…>', 'facts in place of a source: durationSeconds=60,height=720 and any other')
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value]
}

function invocationOf(io: Io, options: CommonOptions): Invocation {
  return {
    io,
    json: options.json === true,
    strict: options.strict === true,
    ...(options.project !== undefined && { projectFolder: options.project }),
  }
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`
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
