import type { Pattern } from './pattern.ts'

/** Of scripts. */
export const luaWords = {
  'the priority': '优先级',
  'the notify mode': '通知方式',
  'called here': '在此处调用',
  'goes a ReviewAction and nothing else': '只能有 ReviewAction',
  'is nothing that vodflow can do yet': 'vodflow 还没有可做的事',
  'goes every action but a ReviewAction': '可以有 ReviewAction 以外的动作',
  'a DRM object, as DRM:new() makes one, or the number of an encryption template': 'DRM 对象（由 DRM:new() 建立）或加密模板的 ID',
  'a table of template fields and plain values, as { video = { bitrate = 800 } }': '模板字段与普通值的表，如 { video = { bitrate = 800 } }',
  'a number or a list of numbers': '数字或数字的列表',
  'it ended by itself': '它自行结束了',
  'the error could not be shown: showing it failed too': '错误无法显示：显示时也出错',
} as const

export const luaPatterns: readonly Pattern[] = [
  [/^called here, in (.+)$/, (name) => `在 ${name} 中的此处调用`],
  [/^('[^']+') of this (\w+)$/, (field, owner) => `这个 ${owner} 的 ${field}`],
  [/^mediaInfo field (.+)$/, (field) => `mediaInfo 的字段 ${field}`],
  [/^it raised a (\w+), which is no message$/, (type) => `它抛出了一个${type}，而不是文字`],
  [/^call (.+) on a class with a colon, as in (.+)$/, (name, example) => `${name} 须用冒号在类上调用，如 ${example}`],
  [/^call (.+) on an object with a colon, as in (.+)$/, (name, example) => `${name} 须用冒号在对象上调用，如 ${example}`],
  [/^attempt to index an? (\w+) value(?: \((.+)\))?$/, (type, what) => `试图索引 ${type} 值${what === '' ? '' : `（${what}）`}`],
  [/^attempt to call an? (\w+) value(?: \((.+)\))?$/, (type, what) => `试图调用 ${type} 值${what === '' ? '' : `（${what}）`}`],
  [/^attempt to perform arithmetic on an? (\w+) value(?: \((.+)\))?$/, (type, what) => `试图对 ${type} 值做算术${what === '' ? '' : `（${what}）`}`],
  [/^attempt to compare (.+) with (.+)$/, (left, right) => `试图比较 ${left} 和 ${right}`],
  [/^attempt to concatenate an? (\w+) value(?: \((.+)\))?$/, (type, what) => `试图连接 ${type} 值${what === '' ? '' : `（${what}）`}`],
  [/^(global|local|field|method|upvalue) ('.+')$/, (kind, name) => `${luaKinds[kind] ?? kind} ${name}`],
  [/^(.+) expected near (.+)$/s, (wanted, found) => `${found} 附近应为 ${wanted}`],
  [/^unexpected symbol near (.+)$/s, (found) => `${found} 附近有意外的符号`],
  [/^unfinished string near (.+)$/s, (found) => `${found} 附近的字符串没有结束`],
  [/^malformed number near (.+)$/s, (found) => `${found} 附近的数字有误`],
  [/^(.+) expected \(to close (.+) at line (\d+)\) near (.+)$/s, (wanted, opener, line, found) => `${found} 附近应为 ${wanted}（与第 ${line} 行的 ${opener} 对应）`],
  [/^bad argument #(\d+) to (.+) \((.+)\)$/, (index, name, why) => `${name} 的第 ${index} 个参数有误（${why}）`],
]

const luaKinds: Readonly<Record<string, string>> = { global: '全局变量', local: '局部变量', field: '字段', method: '方法', upvalue: '上值' }
