import { must } from '../must.ts'
import type { Pattern } from './pattern.ts'

/** What the two built-in procedures say, in Lua, of their arguments. */
export const presetWords = {
  'a watermark is drawn while transcoding, and here nothing is transcoded': '水印在转码时添加，而此处没有转码',
  'a list of nothing but 1 is read as 1: the default transcode templates': '只含 1 的列表按 1 读取：默认的转码模板',
  'has gaps': '有空缺',
  'the number of a template': '模板的 ID',
  'or nil or 0 for none': '或 nil、0 表示没有',
  'nil or 0 for none': 'nil、0 表示没有',
  '0 for none': '0 表示没有',
  'a list of them such as {10,20}': '它们的列表（如 {10,20}）',
  'a list of template numbers': '模板 ID 的列表',
  'such as {10,20}': '如 {10,20}',
  'a list of template numbers without gaps': '没有空缺的模板 ID 的列表',
} as const

export const presetPatterns: readonly Pattern[] = [
  [/^(.+), or nil or 0 for none$/s, (allowed) => `${allowed}；nil 或 0 表示不用`],
  [/^(\w+) \(argument (\d+)\) (.+); it has to be (.+)$/s, (name, index, found, expected) => `${name}（第 ${index} 个参数）${found}；${must(expected)}`],
  [/^is the string (.+)$/s, (found) => `为字符串 ${found}`],
  [/^is (.+)$/s, (found) => `为 ${found}`],
  [/^holds (.+)$/s, (found) => `含有 ${found}`],
  [/^(\w+) 1 names no (?:[\w ]+) template; 10 is used$/, (name) => `${name} 的 1 不是模板；采用 10`],
  [/^(\w+) takes four arguments at most$/, (name) => `${name} 最多接受四个参数`],
]
