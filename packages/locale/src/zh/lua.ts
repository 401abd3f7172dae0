import type { luaDiagnostics } from '@vodflow/frontend-lua'
import type { TableOf } from '../table.ts'
import { must } from './must.ts'
import { perhaps, said } from './said.ts'

const stages: Readonly<Record<string, string>> = { review: '审核', 'manual review': '人工审核', process: '处理', publish: '分发' }

export const lua: TableOf<typeof luaDiagnostics> = {
  syntax: (p) => `脚本不是合法的 Lua：${said(p.text)}`,
  runtime: (p) => `脚本出错：${said(p.text)}${p.withheld === '' ? perhaps(p.similar) : `；脚本中没有‘${p.withheld}’`}`,
  refused: (p) => said(p.text),
  warning: (p) => said(p.text),
  print: (p) => `脚本输出‘${p.text}’`,
  'needs-facts': () => '此处读取‘mediaInfo’，而源文件未知；请用 --assume 说明源文件的情况',
  'out-of-instructions': () => '脚本在此被停止：已用完脚本可用的指令数',
  'out-of-time': () => '脚本在此被停止：已用完脚本可用的时间',
  'out-of-memory': () => '脚本在此被停止：占用内存超过脚本可用的上限',
  'too-large': (p) => `脚本有 ${p.bytes} 字节；最多读取 ${p.most} 字节`,
  'worker-failed': (p) => `Lua 工作线程出错：${said(p.text)}`,
  'bad-argument': (p) => `参数无法传给脚本：${said(p.problem)}`,
  'no-entry': ({ found, near, isLocal }) => {
    const instead = near === undefined ? '没有' : isLocal ? `只有局部函数‘${near}’，外部看不到它` : `只有‘${near}’`
    return `脚本需要全局函数‘CreateProcedure’${found === '' ? `，而此脚本${instead}` : `；此处它是 ${said(found)}`}`
  },
  'not-an-instance': (p) => `‘CreateProcedure’返回了 ${said(p.found)}；它须返回一个实例（由 Class:new() 创建），其类由 NewProcedureClass() 创建`,
  'no-handler': () => '任务流没有‘handleProcess’，也没有其他处理函数，它能做的只有加给‘File’的内容',
  'empty-procedure': () => '任务流什么也不做：无论调用和源文件如何，都不产生任何动作',
  'slip-name': (p) => `${p.owner} 中的名称是‘${p.instead}’；‘${p.found}’按此读取`,
  'slip-case': (p) => `${said(p.subject)} 为‘${p.found}’；按‘${p.instead}’读取`,
  'unknown-handler': (p) => `没有阶段使用处理函数‘${p.name}’；处理函数有 ${p.known.join('、')}`,
  'wrong-return': (p) => `‘${p.handler}’返回了 ${said(p.found)}；它须返回动作集或 nil`,
  'not-an-action': (p) => `‘addAction’需要一个动作（如 TranscodeAction:new()）；此处是 ${said(p.found)}`,
  'not-a-set': (p) => `‘${p.field}’需要一个动作集；此处是 ${said(p.found)}`,
  'unknown-field': (p) => `${p.owner} 没有字段‘${p.field}’${p.similar.length > 0 ? perhaps(p.similar) : p.known.length > 0 ? `；它有 ${p.known.join('、')}` : ''}`,
  'wrong-type': (p) => `${said(p.subject)} 为 ${said(p.found)}；${must(said(p.expected))}`,
  'out-of-range': (p) => `${said(p.subject)} 为 ${p.found}；${must(said(p.expected))}`,
  'numeric-string': (p) => `${said(p.subject)} 是字符串‘${p.found}’；按数字读取`,
  'missing-field': (p) => `这个 ${p.owner} 没有‘${p.field}’`,
  'wrong-stage': (p) => `${p.owner} 不能用在${stages[p.stage] ?? p.stage}阶段；${said(p.allowed)}`,
  'too-many-actions': (p) => `任务流有 ${p.count} 个动作，超过上限`,
  'unused-action': (p) => `这个 ${p.owner} 没有加入任何起作用的动作集，因此什么也不做`,
  'read-only': (p) => `${said(p.subject)} 只能读取；此处的赋值被忽略`,
  'too-many-notes': (p) => `脚本的提示超过 ${p.most} 条；其余略去`,
}
