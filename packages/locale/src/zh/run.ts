import type { planDiagnostics, runDiagnostics } from '@vodflow/engine'
import type { TableOf } from '../table.ts'
import { said } from './said.ts'

export const run: TableOf<typeof runDiagnostics> = {
  'folder-not-empty': (p) => `输出文件夹‘${p.folder}’中有并非由先前运行产生的文件；请换一个空的或新的文件夹，或用 --force 写在它们旁边`,
  'folder-not-writable': (p) => `无法写入输出文件夹‘${p.folder}’：${said(p.why)}`,
  'folder-not-a-folder': (p) => `输出‘${p.folder}’已存在且不是文件夹；请换一个名称`,
  'folder-in-use': (p) => `进程 ${p.pid} 正在写入输出文件夹‘${p.folder}’；请等它结束或换一个文件夹`,
  'log-damaged': (p) => `‘${p.path}’的第 ${p.line} 行不是当初写入的内容；请换一个输出文件夹`,
  'log-unknown': (p) => `‘${p.path}’的第 ${p.line} 行格式为‘${p.found}’，而此版本读取‘${p.known}’；请用更新的版本或换一个输出文件夹`,
  'no-master-key': (p) => `此运行要加密输出，但无法进行：${said(p.why)}`,
  'other-master-key': (p) => `此文件夹中的运行‘${p.run}’所用的密钥，现有的主密钥解不开；请用它开始时的主密钥继续，或换一个新的输出文件夹`,
  exists: (p) => `不能创建运行‘${p.run}’：已有同名运行`,
  'not-found': (p) => `没有运行‘${p.run}’`,
  conflict: (p) => `运行‘${p.run}’的版本是 ${p.found}，不是 ${p.expected}：另一个进程写过它`,
  'not-waiting': (p) => `‘${p.folder}’中没有等待人工审核的运行：${p.phase === undefined ? '其中没有运行' : p.phase === 'finished' ? '它已结束' : '它中途停止，‘vodflow run’可继续'}`,
  'reviewed-source-moved': (p) => `源文件‘${p.path}’已不是审核时的文件：此后有改动，须用‘vodflow run’重新审核`,
  'disk-full': (p) => `没有空间写入‘${p.path}’`,
  'cache-not-empty': (p) => `缓存文件夹‘${p.folder}’中有并非由缓存产生的文件；请换一个空的或新的文件夹`,
  'cache-unusable': (p) => `缓存文件夹‘${p.folder}’无法使用：${said(p.why)}`,
  'cache-unknown': (p) => `‘${p.folder}’中缓存的格式不是此版本所读取的‘${p.known}’；请用更新的版本或换一个文件夹`,
  'cache-not-kept': (p) => `有一项结果未能存入缓存‘${p.folder}’：${said(p.why)}`,
  'not-written': (p) => `无法写入‘${p.path}’：${said(p.why)}`,
}

export const plan: TableOf<typeof planDiagnostics> = {
  'step-unavailable': (p) => `步骤‘${p.step}’（${p.tasks.join('、')}）在此无法执行：${said(p.missing)}`,
}
