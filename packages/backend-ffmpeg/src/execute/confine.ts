import { dirname } from 'node:path'

/** How programs that open a user's media are shut in. */
export interface Sandbox {
  /** The program of bubblewrap, absolute. */
  readonly bwrap: string
  /** Whether this process is root, who is shut in by losing powers, since in a user namespace root cannot read what others own. */
  readonly asRoot: boolean
}

export interface Confinement {
  readonly sandbox: Sandbox
  /** Absolute files and folders beside the system's own that it may read. */
  readonly reads: readonly string[]
  /** The only folder that it may write, absolute; it is started there. */
  readonly folder?: string
}

/** What a program of the system is made of; no user's file is in any of these. */
const system = [
  '/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store', '/gnu/store',
  '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives',
]

/**
 * The same program inside bubblewrap: without a network, without other processes, with a file system that holds the system, the
 * named inputs and the work folder. It stays in our process group, and dies with us.
 */
export function confined(program: string, args: readonly string[], { sandbox, reads, folder }: Confinement): { readonly program: string; readonly args: readonly string[] } {
  const namespaces = sandbox.asRoot
    ? ['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--cap-drop', 'ALL', '--cap-add', 'CAP_DAC_OVERRIDE']
    : ['--unshare-all']
  return {
    program: sandbox.bwrap,
    args: [
      ...namespaces, '--die-with-parent', '--clearenv', '--setenv', 'AV_LOG_FORCE_NOCOLOR', '1', '--setenv', 'GCONV_PATH', '/dev/null',
      '--dev', '/dev', '--tmpfs', '/tmp',
      ...system.flatMap((path) => ['--ro-bind-try', path, path]),
      ...[program, ...reads].flatMap((path) => ['--ro-bind', path, path]),
      ...(folder === undefined ? ['--chdir', '/'] : ['--bind', folder, folder, '--chdir', folder]),
      '--', program, ...args,
    ],
  }
}

/** Whether bubblewrap says that it could not make the sandbox at all; an input that is not there is another matter. */
export function isWithoutSandbox(line: string): boolean {
  return line.startsWith('bwrap: ') && !line.startsWith("bwrap: Can't find source path")
}

/** As a member of a `ProgramRun`; nothing where there is no sandbox. */
export function confinementIn(sandbox: Sandbox | undefined, args: readonly string[], folder?: string): { readonly confinement?: Confinement } {
  return sandbox === undefined ? {} : { confinement: { sandbox, reads: inputsOf(args), ...(folder !== undefined && { folder }) } }
}

/** The files that a command line of ours opens: every input is written as `file:` and an absolute path; a playlist is read with its folder. */
export function inputsOf(args: readonly string[]): readonly string[] {
  const paths = args.flatMap((arg, at) => (args[at - 1] === '-i' && arg.startsWith('file:/') ? [arg.slice('file:'.length)] : []))
  return [...new Set(paths.map((path) => (/\.m3u8?$/i.test(path) ? dirname(path) : path)))]
}
