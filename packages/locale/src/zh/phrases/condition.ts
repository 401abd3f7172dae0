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
  [/^allowed are (.+)$/s, (names) => `可用 ${names}`],
]
