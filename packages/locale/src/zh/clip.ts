import type { ClipFault, clipDiagnostics } from '@vodflow/engine'
import type { TableOf } from '../table.ts'

export const clip: TableOf<typeof clipDiagnostics> = {
  'bad-clip': (p) => `‘${p.clip}’不是片段：${whyNoClip(p.why)}；片段写作“开始,结束”，以秒为单位，如 10,25、,25 或 -5,${p.inName ? '（文件名中真正的‘#’写作 %23）' : ''}`,
  'two-clips': (p) => `‘${p.input}’已带有片段，旁边又有‘--clip ${p.clip}’；只给其中之一`,
  'clip-empty': (p) => `‘${p.path}’的片段 ${p.clip} 是空的：从 ${p.start} 秒开始，到 ${p.end} 秒结束`,
  'clip-outside': (p) => `‘${p.path}’的片段 ${p.clip} 在 ${p.at} 秒处${p.part === 'start' ? '开始' : '结束'}，而影片为 0 到 ${p.duration} 秒`,
}

function whyNoClip(why: ClipFault): string {
  switch (why.is) {
    case 'too-many':
      return `有 ${why.count} 个数`
    case 'empty':
      return '没有数'
    case 'no-number':
      return `‘${why.text}’不是秒数`
    case 'too-large':
      return `‘${why.text}’超过一年`
  }
}
