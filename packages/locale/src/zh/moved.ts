import type { Change, movedDiagnostics } from '@vodflow/engine'
import type { TableOf } from '../table.ts'

export const moved: TableOf<typeof movedDiagnostics> = {
  'moved-source': (p) => `源文件‘${p.path}’${changed(p.changes)}`,
  'moved-procedure': (p) => `任务流‘${p.path}’${changed(p.changes)}`,
  'moved-template': (p) => `${p.kind} 参数模板 ${p.definition}（‘${p.path}’）${changed(p.changes)}`,
  'moved-config': (p) => `配置在计划生成之后已改变：‘${p.field}’当时为 ${valueText(p.was)}，现在为 ${valueText(p.now)}`,
  'moved-ffmpeg': (p) => `ffmpeg（‘${p.program}’）${changed(p.changes)}`,
  'made-without-ffmpeg': (p) => `生成计划时没有 ffmpeg，是按版本 ${p.version} 的能力生成的；请用将要执行它的 ffmpeg 重新生成计划`,
  'moved-facts': (p) => `源文件与计划的假设不符：‘${p.field}’是 ${valueText(p.found)}，而假设为 ${valueText(p.assumed)}`,
  'moved-frames': (p) => `对这个源文件，步骤‘${p.step}’会是另一个步骤：它的帧不在‘${p.call}’的计划所假设的时刻`,
  'moved-graph': (p) => `vodflow ${p.madeBy} 为同一任务流生成的任务图与此版本不同；请重新生成计划`,
  'moved-reviewer': (p) => `步骤‘${p.step}’由‘${p.was.join(' ')}’审看图片，而这里${p.now === undefined ? '没有可用的审核程序' : `用的是‘${p.now.join(' ')}’`}`,
  'other-program': (p) => `步骤‘${p.step}’执行的不是生成计划时所用的 ffmpeg`,
}

function changed(changes: readonly Change[]): string {
  const [only] = changes
  if (only?.of === 'gone') return '在计划生成之后已不存在或无法读取'
  if (only?.of === 'new') return '在计划生成时并不存在'
  return `在计划生成之后已改变：${changes.map(changeText).join('；')}`
}

function changeText(change: Change): string {
  switch (change.of) {
    case 'size': return `当时 ${change.was} 字节，现在 ${change.now} 字节`
    case 'digest': return `${change.part === 'ends' ? '首尾各 1 MiB 的 ' : ''}SHA-256 当时为 ${change.was.slice(0, 12)}…，现在为 ${change.now.slice(0, 12)}…`
    case 'written': return `最后写入时间当时为 ${change.was}，现在为 ${change.now}`
    case 'path': return `现在由‘${change.now}’取代`
    case 'version': return `当时版本 ${change.was}，现在 ${change.now}`
    case 'unreadable': return '现在无法读取'
    case 'gone': return '已不存在'
    case 'new': return '当时不存在'
  }
}

function valueText(value: unknown): string {
  return value === undefined ? '未给出' : JSON.stringify(value)
}
