import type { configDiagnostics, lookUpDiagnostics } from '@vodflow/project'
import type { TableOf } from '../table.ts'
import { perhaps, quotedNames, said } from './said.ts'

export const lookUp: TableOf<typeof lookUpDiagnostics> = {
  'unknown-procedure': (p) => `没有名为‘${p.name}’的任务流${perhaps(p.suggestions) || `；找过${quotedNames(p.folders)}${p.folders.length > 0 ? '和' : ''}内置任务流`}`,
  'ambiguous-procedure': (p) => `‘${p.name}’可以是 ${quotedNames(p.paths, ' 或 ')}；只能留一个，或在调用中写路径`,
  'shadows-built-in': (p) => `‘${p.path}’取代了内置任务流‘${p.name}’`,
  'missing-file': (p) => `没有文件‘${p.path}’${perhaps(p.suggestions)}`,
  'unreadable-file': (p) => `无法读取‘${p.path}’：${said(p.problem)}`,
  'file-too-large': (p) => `‘${p.path}’大于 ${p.limit}，这是任务流或调用文件的上限`,
  'not-utf-8': (p) => `‘${p.path}’不是 UTF-8 文本，而任务流和调用文件须是 UTF-8`,
  'unknown-extension': (p) => `‘${p.path}’不以‘.lua’或‘.json’结尾，无法知道它的语言`,
  'outside-project': (p) => `链接‘${p.path}’指向项目文件夹之外；请用路径指明该文件`,
  'outside-folder': (p) => `链接‘${p.path}’指向所查文件夹之外；请用路径指明该文件`,
  'too-many-calls': (p) => `文件中的调用超过 ${p.limit} 个；最多 ${p.limit} 个`,
  'path-refused': (p) => `‘${p.path}’是路径；此处只能写任务流的名称`,
  'damaged-snapshot': (p) => `保存下来的‘${said(p.path)}’后来被改动；摘要不符`,
}

export const config: TableOf<typeof configDiagnostics> = {
  'no-such-folder': (p) => `‘${p.folder}’不是项目文件夹：${said(p.problem)}`,
  'unreadable-file': (p) => `无法读取‘${p.path}’：${said(p.problem)}`,
  'not-utf-8': (p) => `‘${p.path}’不是 UTF-8 文本`,
  'outside-project': (p) => `文件夹‘${p.folder}’在项目文件夹之外；它须在其内，链接以所指的文件夹为准`,
  'not-a-folder': (p) => `‘${p.folder}’是文件；此处需要文件夹`,
  'missing-folder': (p) => `没有文件夹‘${p.folder}’`,
}
