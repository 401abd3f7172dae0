import type { callDiagnostics, jsonDiagnostics, referenceDiagnostics } from '@vodflow/frontend-json'
import type { TableOf } from '../table.ts'
import { must } from './must.ts'
import { perhaps, said } from './said.ts'

export const json: TableOf<typeof jsonDiagnostics> = {
  'condition-syntax': (p) => `条件不是 CEL：${said(p.problem)}`,
  'condition-type': (p) => `条件的类型不合：${said(p.problem)}${perhaps(p.known)}`,
  'condition-not-allowed': (p) => `条件中不能有 ${said(p.found)}；${said(p.allowed)}`,
  'condition-failed': (p) => `条件无法判定：${said(p.problem)}`,
  'needs-facts': (p) => `${said(p.what)} 取决于源文件，而源文件未知；请用 --assume 说明源文件的情况`,
  'wrong-default': (p) => `‘${p.name}’的默认值${must(said(p.expected))}`,
  'unsupported-task': (p) => `‘${p.name}’不属于 VOD 4.0，无法执行；${said(p.instead)}`,
  'empty-procedure': () => '任务流什么也不做：既没有审核，也没有处理',
  'no-definition': () => '此处没有给出模板，因此什么也不生成',
  'constant-condition': (p) => `条件既不读取 source，也不读取 params，恒为 ${p.always}${p.always ? '；可以省去' : '，所以它所在之处永远不会执行'}`,
  'slip-name': (p) => `此处的名称是‘${p.instead}’；‘${p.found}’按此读取`,
  'slip-case': (p) => `‘${p.found}’按‘${p.instead}’读取`,
  'slip-flag': (p) => `标志应为 true 或 false；${p.found} 按 ${p.instead} 读取`,
  'slip-comma': (p) => `‘${p.before}’之前不能有逗号；已略去`,
  'seconds-or-milliseconds': (p) => `TimeOffsetSet 以毫秒计，${p.found} 都会落在第一秒内；以秒计请写 ExtTimeOffsetSet`,
}

export const reference: TableOf<typeof referenceDiagnostics> = {
  'unknown-parameter': (p) => `没有名为‘${p.name}’的参数${perhaps(p.suggestions)}`,
  'unused-parameter': (p) => `参数‘${p.name}’没有被使用`,
  'duplicate-parameter': (p) => `有两个参数名为‘${p.name}’`,
  'wrong-parameter-type': (p) => `参数‘${p.name}’的类型为 ${p.type}，而此处${must(said(p.expected))}`,
  'value-does-not-fit': (p) => `参数‘${p.name}’为 ${said(p.found)}，而此处${must(said(p.expected))}`,
}

export const jsonCall: TableOf<typeof callDiagnostics> = {
  'too-many-arguments': (p) => `‘${p.name}’${p.allowed === 0 ? '不接受参数' : `最多接受 ${p.allowed} 个参数`}，现有 ${p.found} 个`,
  'missing-argument': (p) => `缺少第 ${p.index} 个参数（${p.name}）；${must(said(p.expected))}`,
  'wrong-argument-type': (p) => `第 ${p.index} 个参数（${p.name}）${must(said(p.expected))}，现为 ${said(p.found)}`,
}
