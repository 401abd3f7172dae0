import type { DocumentDiagnostics } from '@vodflow/frontend-json'
import type { TableOf } from '../table.ts'
import { must } from './must.ts'
import { perhaps, quotedNames, said } from './said.ts'

/** What every kind of JSON file can have wrong. */
export const document: TableOf<DocumentDiagnostics> = {
  syntax: (p) => said(p.problem),
  'too-large': (p) => `文件有 ${said(p.found)}；最多 ${p.limit}`,
  'too-deep': (p) => `列表和对象嵌套超过 ${p.limit} 层；最多 ${p.limit} 层`,
  'duplicate-key': (p) => `属性‘${p.key}’在同一个对象中出现两次`,
  'unknown-property': (p) => `未知属性‘${p.name}’${perhaps(p.suggestions) || allowed(p.known)}`,
  'wrong-type': (p) => `${said(p.what)} ${must(said(p.expected))}，现为 ${said(p.found)}`,
  'not-allowed-value': (p) => `${said(p.what)} ${must(said(p.expected))}，现为 ${said(p.found)}${perhaps(p.suggestions ?? [])}`,
  'out-of-range': (p) => `${said(p.what)} ${must(said(p.expected))}，现为 ${said(p.found)}`,
  'missing-property': (p) => `${said(p.within)} 缺少属性 ${quotedNames(p.names, ' 或 ')}`,
}

function allowed(known: readonly string[]): string {
  if (known.length === 0) return '；此处不能有任何属性'
  return known.length <= 12 ? `；可写 ${quotedNames(known)}` : ''
}
