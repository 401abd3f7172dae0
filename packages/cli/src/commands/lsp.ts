import { luaApiText, serveLanguage } from '@vodflow/lsp'
import { exitStatus } from '../exit-status.ts'
import { builtInProcedures } from '../generated/built-in-procedures.ts'
import { refuse, type Invocation } from '../invocation.ts'
import { inLanguage } from '../reporters/language.ts'
import { version } from '../version.ts'

export interface LspOptions {
  readonly luaApi?: true
}

/** Standard output carries nothing but the protocol, so nothing here may print there while an editor is served. */
export async function lsp(invocation: Invocation, _argument: string, { luaApi }: LspOptions): Promise<number> {
  const { io, json, language = 'en' } = invocation
  if (luaApi) {
    io.stdout.write(luaApiText)
    return exitStatus.done
  }
  if (json) return refuse(invocation, '--json is for answers; an editor gets the Language Server Protocol')
  return serveLanguage({
    input: process.stdin, output: process.stdout, version, builtInProcedures,
    translate: (diagnostics) => inLanguage(language, diagnostics),
  })
}
