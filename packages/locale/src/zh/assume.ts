import type { assumeDiagnostics } from '@vodflow/core'
import type { TableOf } from '../table.ts'
import { must } from './must.ts'
import { perhaps, said } from './said.ts'

export const assume: TableOf<typeof assumeDiagnostics> = {
  'unknown-fact': (p) => `源文件没有‘${p.key}’这一项${perhaps(p.suggestions) || '；可写 duration、width、height、fps、bitrate、container、rotation、video.codec、audio.samplingRate 等'}`,
  'bad-fact': (p) => `‘${p.key}’为‘${p.found}’；${must(said(p.allowed))}`,
}
