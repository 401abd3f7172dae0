/** Of frontend-call. */
export const callWords = {
  'a value': '一个值',
  'a value or a key': '一个值或键',
  'a key': '键',
  'a path': '路径',
  'a word': '词',
  'a text in quotes': '加引号的文本',
  'the end of the call': '调用的结尾',
  "a procedure's name or a path": '任务流的名称或路径',
  "a procedure's name": '任务流的名称',
  'first here': '先在此处',
  'spell it as Lua does': '按 Lua 的写法书写',
  'the call has the same number here': '调用中此处是同一个数',
  'it is asked for here first': '先在此处要求',
  'it could be this one': '可以是这一个',
  'it is called in its place': '调用时取代它的是这一个',
  'it stands here first': '先在此处出现',
} as const
