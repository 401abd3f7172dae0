import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareDrm: Declare = (program, connect) => {
  const drm = program.command('drm').description('What encrypted outputs need besides.')
  connect(
    drm
      .command('key')
      .argument('<edk...>', 'up to 10 wrapped keys, as the playlists and `edkList` of a result have them')
      .description("Unwrap the keys of encrypted outputs with the project's master key, and print them as base64.")
      .addHelpText('after', examples(['vodflow drm key AT7nq…', 'vodflow drm key AT7nq… --json'])),
    async () => (await import('../commands/drm.ts')).drmKey,
  )
}
