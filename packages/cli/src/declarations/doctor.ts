import type { Declare } from './declare.ts'
import { examples } from './examples.ts'

export const declareDoctor: Declare = (program, connect) => {
  connect(
    program
      .command('doctor')
      .description('Say which ffmpeg is used, what it can do, and how to mend what is missing.')
      .addHelpText('after', examples(['vodflow doctor', 'VODFLOW_FFMPEG=/opt/ffmpeg/bin/ffmpeg vodflow doctor'])),
    async () => (await import('../commands/doctor.ts')).doctor,
  )
}
