import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareLsp: Declare = (program, connect) => {
  connect(
    program
      .command('lsp')
      .description('Serve an editor over standard input and output, by the Language Server Protocol (see docs/editors.md).')
      .option('--stdio', 'what editors say; there is no other way')
      .option('--lua-api', "print the Lua host API for lua-language-server, and serve nobody")
      .addHelpText('after', examples(['vodflow lsp --stdio', 'vodflow lsp --lua-api > .vodflow-api/vodflow.lua'])),
    async () => (await import('../commands/lsp.ts')).lsp,
  )
}
