/** The parts of sentences that parameters hold in English, and the Chinese of each. */
export const words: ReadonlyMap<string, string> = new Map(Object.entries({
  'a value': '一个值',
  'a value or a key': '一个值或键',
  'the end of the call': '调用的结尾',
  "a procedure's name or a path": '任务流的名称或路径',
  'an integer': '整数',
  'a number': '数字',
  'a string': '字符串',
  'true or false': 'true 或 false',
  'a list': '列表',
  'an object': '对象',
  'the document': '文件',
  'permission denied': '没有权限',
}))

/** Each with the Chinese of its parts, which are said in Chinese themselves. The first that fits is taken. */
export const patterns: readonly (readonly [RegExp, (...parts: readonly string[]) => string])[] = [
  [/^a whole number from (\S+) to (\S+)$/, (from, to) => `${from} 到 ${to} 的整数`],
  [/^a number from (\S+) to (\S+)$/, (from, to) => `${from} 到 ${to} 的数字`],
]
