import type { flowDiagnostics, ignoreDiagnostics, timeDiagnostics } from '@vodflow/compiler'
import type { TableOf } from '../table.ts'
import { perhaps } from './said.ts'

export const times: TableOf<typeof timeDiagnostics> = {
  'looks-like-seconds': (p) => `时间点以毫秒计，所以 ${few(p.found)} 都在第一秒之内；若指秒，请写 ${few(p.instead)}`,
  'looks-like-milliseconds': (p) =>
    `‘${p.field}’以秒计，而 ${p.found} 秒${p.durationSeconds === undefined ? '长于任何动图应有的时长' : `超出了源文件的 ${p.durationSeconds} 秒`}；若指毫秒，请写 ${p.instead}`,
  'looks-like-fraction': (p) => `‘position’以 0 到 100 的百分比计，所以 ${p.found} 不到百分之一；若指百分之 ${p.instead}，请写 ${p.instead}`,
}

export const flow: TableOf<typeof flowDiagnostics> = {
  'review-never-stops': (p) =>
    `审核模板 ${p.definition} 只报告：无论结果如何，其后的一切都会执行${p.instead === undefined ? '' : `；审核模板 ${p.instead} 在判为违规时停止`}`,
  'review-gates-nothing': (p) => `审核模板 ${p.definition} 会停止其后的操作，而其后没有任何操作`,
  'review-always-blocks': (p) => `审核模板 ${p.definition} 从置信度 0 起即判为违规，而每个视频都达到 0，所以其后的 ${p.actions} 个操作永远不会执行`,
}

function few(values: readonly number[]): string {
  return values.length > 5 ? `${values.slice(0, 5).join('、')}、…` : values.join('、')
}

export const ignores: TableOf<typeof ignoreDiagnostics> = {
  'ignore-without-reason': (p) => `忽略‘${p.code}’没有写明理由；写法为‘${p.code}: 理由’`,
  'ignore-unknown-code': (p) => `没有代码为‘${p.code}’的诊断${perhaps(p.suggestions) || '；写法为‘代码: 理由’'}`,
  'ignore-unused': (p) => `这里没有报告‘${p.code}’，所以这个忽略没有作用`,
  'ignore-of-error': (p) => `‘${p.code}’在这里是错误，而只有警告可以忽略`,
}
