import type { callDiagnostics } from '@vodflow/frontend-call'
import type { TableOf } from '../table.ts'
import { said } from './said.ts'

export const call: TableOf<typeof callDiagnostics> = {
  empty: () => '调用为空；需要任务流的名称，如 Name 或 Name(10, {20, 30})',
  'too-long': (p) => `调用长 ${p.length} 个字符；最多 ${p.limit} 个`,
  'too-deep': (p) => `调用中的表嵌套超过 ${p.limit} 层，这是上限`,
  'too-many-values': (p) => `调用中的值超过 ${p.limit} 个，这是上限`,
  'unexpected-character': (p) => `出现 ${said(p.found)}，它在引号之外没有意义`,
  'half-character': (p) => `出现 ${p.unit}，它是半个代理对，不是字符`,
  'full-width': (p) => `‘${p.found}’是全角或排版符号；请写 ${p.wanted}`,
  unexpected: (p) => `出现 ${said(p.found)}；此处可写：${said(p.allowed)}`,
  unclosed: (p) => `调用在‘${p.opener}’之内结束；此处可写：${said(p.allowed)}`,
  'missing-value': (p) => `${p.found} 之前缺少一个值`,
  'bare-word': (p) => `‘${p.word}’不是值；文本须加引号，不加引号的词只有 true、false 和 nil`,
  'bare-key': (p) => `‘${p.word}’不是普通的键（只能有字母 A-Z a-z、数字和‘_’）；请写 ${p.wanted}`,
  'invalid-name': (p) => `‘${p.name}’不是任务流的名称：‘${p.wrong}’不能${p.isFirst ? '作开头' : '出现在其中'}；名称以字母、‘_’或汉字开头，后面可用这些字符、数字、‘-’和‘.’`,
  'name-too-long': (p) => `名称长 ${p.length} 个字符；最多 ${p.limit} 个`,
  'path-too-long': (p) => `路径长 ${p.length} 个字符；最多 ${p.limit} 个`,
  'malformed-number': (p) => `‘${p.found}’不是数字；可写 10、-2.5、1e3 和 0x1F`,
  'number-out-of-range': (p) => `‘${p.found}’超出了数字能精确表示的范围（整数到 9007199254740991，其他到 1.8e308）；ID 请写在单引号里`,
  'unterminated-string': (p) => `引号中的文本没有结束；这一行缺少 ${p.end}`,
  'unterminated-long-text': (p) => `长${p.what === 'text' ? '文本' : '注释'}没有结束；缺少‘${p.end}’`,
  'invalid-escape': (p) => String.raw`‘${p.found}’不是转义；可写 \a \b \f \n \r \t \v \\ \' \"、十进制字节 \0 到 \255，以及行尾的 \ `.trimEnd(),
  'invalid-bytes': (p) => `字节‘${p.found}’不是 UTF-8 文本`,
  'invalid-key': (p) => `‘${p.found}’不能作键；键是数字、文本、true 或 false`,
  'duplicate-key': (p) => `键 ${p.key} 在这个表中出现两次`,
  'json-arguments': (p) => `‘${p.found}’是 JSON 写法；按 ${p.read} 读取，这是调用中的写法`,
}
