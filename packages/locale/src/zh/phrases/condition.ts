import type { Pattern } from './pattern.ts'

/** Of `when`. */
export const conditionWords = {
  'this condition': '这个条件',
  'one loop at a time is allowed': '只能有一层循环',
  'its result is neither true nor false': '结果既不是 true 也不是 false',
  'it cannot be read': '无法读取',
} as const

export const conditionPatterns: readonly Pattern[] = [
  [/^its result must be true or false, and it is of the type (.+)$/, (type) => `结果须为 true 或 false，现在的类型是 ${type}`],
  [/^(.+) inside another loop$/, (what) => `另一个循环之内的 ${what}`],
  [/^(.+) is written (.+) there$/s, (found, wanted) => `${found} 在其中写作 ${wanted}`],
  [/^no such key: (.+)$/s, (key) => `没有 ${key} 这一项`],
  [/^unexpected end$/, () => '意外结束'],
  [/^the list has no element (\S+), counted from 0$/, (index) => `列表没有第 ${index} 个元素（从 0 数起）`],
  [/^allowed are (.+)$/s, (names) => `可用 ${names}`],
]
